"""What intake does: one file for each verb."""
