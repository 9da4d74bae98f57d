"""Casework: who works on what and who may know of it - notes, tasks, shifts, restricted cases, translations."""
