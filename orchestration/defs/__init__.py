"""Everything Dagster: assets, checks, the job, its schedule. Each only calls what the rooms do."""
