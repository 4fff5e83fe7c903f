"""Liaison: partnership governance in Slack for public bodies."""
