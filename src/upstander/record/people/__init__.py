"""People and organisations: who uses the hub, and whose identity it keeps."""
