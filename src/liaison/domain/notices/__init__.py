"""The outbox: what is owed, to whom, when; and what becomes of it."""
