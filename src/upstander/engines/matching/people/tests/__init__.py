"""Tests of comparing suspects and accounts."""
