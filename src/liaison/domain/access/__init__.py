"""Who may do what, from one table; and who is who in Slack."""
