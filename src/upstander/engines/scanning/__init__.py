"""Ask a virus scanner that runs beside the hub what it thinks of a file."""
