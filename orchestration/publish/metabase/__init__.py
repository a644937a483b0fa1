"""A release in Metabase: what it is told of the tables, its questions and dashboards.

Here: all that is made for Metabase, as files and by its REST API. Not here: the metrics
(orchestration/metrics), the description of the tables (publish/tables.py), and the database that
Metabase reads.
"""
