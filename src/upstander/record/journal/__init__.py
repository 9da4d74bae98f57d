"""The journal: what was done and who looked, append-only, chained, in the same transaction as the act."""
