"""What evidence does: one file for each verb."""
