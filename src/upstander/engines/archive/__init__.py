"""Backups as a stream: a tar encrypted with age, and the pages of a database taken while it is in use."""
