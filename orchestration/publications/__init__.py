"""What forums were shown: frozen on the day of their meeting, and built again to prove it."""
