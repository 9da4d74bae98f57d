"""Tests of the rules shared by all rooms of the law."""
