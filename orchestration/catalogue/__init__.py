"""The catalogue, checked without building: what `vitals check` looks at.

Here: reading the seed files and holding them against what seeds/_*__seeds.yml promise. Not here:
the promises themselves (those files alone) and the loading of seeds (dbt).
"""
