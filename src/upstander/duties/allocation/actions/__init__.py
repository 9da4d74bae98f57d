"""What allocation does: one file for each verb."""
