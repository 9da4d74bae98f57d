"""Oversight: users, tokens and the hub's own profile."""
