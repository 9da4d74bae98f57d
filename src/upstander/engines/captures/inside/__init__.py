"""What runs inside the sandbox: it imports nothing of this project but itself, and trusts no byte that it reads."""
