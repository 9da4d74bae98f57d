"""Tests of what would change a case."""
