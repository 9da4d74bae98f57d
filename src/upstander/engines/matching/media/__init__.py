"""Pictures and videos: what copies of one picture have in common, whatever was done to the file."""
