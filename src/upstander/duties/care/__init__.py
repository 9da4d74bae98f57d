"""Care: tell people truthfully, safely and in time what becomes of their report."""
