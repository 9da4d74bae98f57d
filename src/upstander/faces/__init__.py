"""Whom the hub serves: pages and API, one room for each audience."""
