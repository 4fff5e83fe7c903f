"""Meetings as messages, lists and forms. Delegations and questions stand in blocks, never in a notification (UX-20)."""
