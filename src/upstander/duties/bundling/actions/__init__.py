"""What bundling does: one file for each verb."""
