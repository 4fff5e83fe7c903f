"""A strict Slack for a laptop: Web API, Socket Mode, signed HTTP delivery, a page, and a language for tests.

`server.Sandbox` runs it; `people.Slack` drives it as people would. It knows nothing of the bot.
"""
