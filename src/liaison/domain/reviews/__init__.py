"""Review cycles: occurrences, reminders, outcomes."""
