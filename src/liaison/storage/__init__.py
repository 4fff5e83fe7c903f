"""SQLAlchemy tables, repositories and the unit of work; pack files. It knows the domain and nothing of Slack."""
