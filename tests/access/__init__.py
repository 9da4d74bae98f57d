"""The access matrix: every address x method x role x relation to a case, against a table that people have reviewed."""
