"""What the bank knows, and what follows from it."""
