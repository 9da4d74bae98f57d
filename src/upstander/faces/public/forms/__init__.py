"""The questions that the public is asked."""
