"""The tables of the raw zone as assets."""
