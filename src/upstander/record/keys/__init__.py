"""Matching items and their 64-bit keys, committed with the report."""
