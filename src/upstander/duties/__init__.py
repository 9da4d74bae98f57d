"""What the hub does: one Django app for each duty."""
