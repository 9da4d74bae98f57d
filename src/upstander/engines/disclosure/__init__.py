"""The disclosure gate: find what must not leave in files and tables that are about to leave."""
