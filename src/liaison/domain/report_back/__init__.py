"""The proforma: six items asked in conversation, drafts that are never lost, submission and routing."""
