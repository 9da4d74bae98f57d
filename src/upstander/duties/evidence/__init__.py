"""Evidence: exhibits and the sealed package."""
