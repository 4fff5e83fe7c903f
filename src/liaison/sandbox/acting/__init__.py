"""What a person can do in Slack, and what is entered on the way."""
