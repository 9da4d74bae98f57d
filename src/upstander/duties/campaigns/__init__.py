"""Campaigns: many reports with the same pasted text stand in the queue as one row; what is new in one stands singly."""
