"""Power BI: a project (PBIP) with a semantic model in TMDL and a report in PBIR.

Here: everything that is made for Power BI. Not here: the metrics (orchestration/metrics) and the
tables (orchestration/publish/tables.py) it is made of.
"""
