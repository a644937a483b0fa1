"""From a published number back to where it came from.

Here: what `vitals trace` tells: asking.py finds the release and the number, facts.py reads what the
release says, lineage.py which models it passed, records.py the rows behind it; trail.py is the
answer and words.py its form on a terminal. Not here: checking a release (publish/verify.py).
"""
