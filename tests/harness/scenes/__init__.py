"""What the harness plays in processes of its own, under the real settings: each module's `play` returns what it saw."""
