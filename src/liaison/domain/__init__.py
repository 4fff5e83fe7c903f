"""The rules. Nothing here knows Slack, SQL, the clock or the environment."""
