"""Page shell, components and static files that every face shares."""
