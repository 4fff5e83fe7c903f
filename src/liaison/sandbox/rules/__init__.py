"""What Slack takes and what it refuses, as data and small functions: its limits first of all."""
