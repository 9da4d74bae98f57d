"""Which reports speak of the same post, account, file or words: keys, candidates, verification and reasons."""
