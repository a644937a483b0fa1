"""The semantic layer: one metric for each thing that may be asked, defined once.

Here: what a metric is, the metrics that follow from the catalogue, their definitions for
MetricFlow, and asking them. Not here: the marts they are asked of (dbt_project/models/marts) and
what a BI tool makes of them (publish/).
"""
