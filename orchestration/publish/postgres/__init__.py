"""A release in PostgreSQL: stable tables that every BI tool can read, each reader its own rows.

Here: everything about that server. Not here: what a release is (publish/release.py), the command
and the asset that call `publish_to_postgres` (publishing.py).
"""
