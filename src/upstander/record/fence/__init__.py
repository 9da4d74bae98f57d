"""The second fence: PostgreSQL itself shows a member of staff only the rows of cases that a running grant opens."""
