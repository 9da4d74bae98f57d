"""Rows of search: what stands in the index; the index itself is a table of each database of its own."""
