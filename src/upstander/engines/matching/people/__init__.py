"""Whether two descriptions of suspects or accounts may mean one person: weights, explained, never a link."""
