"""Backups of a hub: taken while it runs, always encrypted, put back only where nothing is."""
