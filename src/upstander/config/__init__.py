"""Settings, addresses and the upstander command."""
