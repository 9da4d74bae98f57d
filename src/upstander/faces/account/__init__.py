"""Signing in, the second factor, and where someone lands afterwards: django-allauth behind the hub's own pages."""
