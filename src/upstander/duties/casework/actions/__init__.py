"""What casework does: one file for each verb."""
