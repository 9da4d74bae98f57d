"""The documents of an evidence package: the report, the machine copy's schema and the note to read first."""
