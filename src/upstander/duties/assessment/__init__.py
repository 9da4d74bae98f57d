"""Assessment: crime or not a crime, with reasons and the freedom-of-expression record."""
