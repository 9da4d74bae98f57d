"""Actions of campaigns."""
