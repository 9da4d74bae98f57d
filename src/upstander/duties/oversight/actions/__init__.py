"""What oversight does: one file for each verb."""
