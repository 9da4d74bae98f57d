"""Intake: receive a report whole, or not at all, and say so."""
