"""Read captured pages, messages and archives where hostile bytes can reach nothing, and say what they say."""
