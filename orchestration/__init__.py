"""Vital Signs: from source records to board pages."""
