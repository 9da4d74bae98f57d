"""What care does: one file for each verb."""
