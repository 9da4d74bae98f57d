"""Work still due: queued in the transaction that makes it due, leased to a worker, done once."""
