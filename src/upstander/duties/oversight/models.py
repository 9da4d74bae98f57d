"""Oversight keeps no rows of its own: users, tokens and the hub profile live in record.people."""
