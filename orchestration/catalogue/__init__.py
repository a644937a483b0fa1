"""The catalogue, checked without building: what `vitals check` looks at.

Here: reading the seed files and holding them against what seeds/_seeds.yml promises. Not here: the
promises themselves (that file alone) and the loading of seeds (dbt).
"""
