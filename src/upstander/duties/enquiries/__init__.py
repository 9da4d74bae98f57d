"""Enquiries: lawful steps to identify, and whether there is a positive line at all."""
