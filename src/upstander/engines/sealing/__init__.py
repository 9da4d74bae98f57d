"""Hash, chain, sign and pack what must still be provable years later."""
