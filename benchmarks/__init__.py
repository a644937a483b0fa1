"""How fast and how lean the landing is, measured beside what could not be faster.

Here: peers and floors, timed in the same run on the same machine. Not here: tests; nothing in the
suite depends on a time. `make bench` runs it, `docs/benchmarks.md` has the figures.
"""
