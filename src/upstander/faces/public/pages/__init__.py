"""Pages of the public face: reporting, following a report, information."""
