"""Meetings of partnerships: who goes for the authority, what is asked before and after, and whom officers help."""
