"""Partnerships, people, offices, committees and appointments: the authority's register."""
