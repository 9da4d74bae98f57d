"""What must be computed: plain Python, no Django."""
