"""Tests of the one document of facts."""
