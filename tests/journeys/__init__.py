"""Walks through the hub in a browser."""
