"""Forms of a local force."""
