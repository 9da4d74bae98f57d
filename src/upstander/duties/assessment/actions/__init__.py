"""What assessment does: one file for each verb."""
