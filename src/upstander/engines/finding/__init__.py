"""Words and names as they are looked for: the same on every database, whatever hides in the text."""
