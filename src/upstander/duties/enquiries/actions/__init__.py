"""What enquiries does: one file for each verb."""
