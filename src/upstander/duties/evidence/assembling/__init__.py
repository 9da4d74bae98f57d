"""Assemble what an evidence package says: pinned when it is asked for, so that building it again gives the same."""
