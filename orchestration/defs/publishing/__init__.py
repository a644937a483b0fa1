"""The release and the pages as assets."""
