"""What law and policy say: dated data and pure functions."""
