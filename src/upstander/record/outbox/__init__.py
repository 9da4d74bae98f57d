"""The outbox: messages to people, sent once, never lost, in doubt shown."""
