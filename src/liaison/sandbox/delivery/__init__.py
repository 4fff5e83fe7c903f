"""From Slack to the app: events and payloads, Socket Mode and HTTP, and what can go wrong on the way."""
