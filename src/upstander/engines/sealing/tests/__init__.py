"""Tests of the sealing engine."""
