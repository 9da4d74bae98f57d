"""Pages of the desk: a few lines each, from a form to an action to the next page."""
