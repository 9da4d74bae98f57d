"""The vault: files kept by their content, and the cipher that keeps identities unreadable in the database."""
