"""The documentation of a release, as static pages beside it.

Here: artifacts.py reads what the build left, lineage.py traces columns, writing.py makes the pages.
Not here: the pages of the scorecards (publish/site).
"""
