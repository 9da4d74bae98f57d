"""Pages of a local force."""
