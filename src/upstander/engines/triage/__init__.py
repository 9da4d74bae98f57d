"""Tier 0 of triage: undo disguises, point at wording with exact offsets, suggest strands. It never decides."""
