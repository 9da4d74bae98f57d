"""The verbs of the `upstander` command."""
