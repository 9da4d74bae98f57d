"""Rows of casework: what officers write down, owe and hand over while they work cases."""
