"""The language for tests, which reads like a person's day."""
