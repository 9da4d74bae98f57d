"""Tests of the documents of an evidence package."""
