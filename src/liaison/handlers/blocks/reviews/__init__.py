"""Reviews as messages, lists and forms."""
