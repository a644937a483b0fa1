"""Tables of a release as CSV, with a data package of their own, and the check of a package.

Here: what a value looks like in CSV, which tables go together, and holding a package against its
own description. Not here: the description itself (publish.datapackage).
"""
