"""Tests of what belongs to no single engine."""
