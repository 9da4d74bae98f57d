"""What the hub remembers, and can prove."""
