"""Every status of a release, worked out a second time from what the release itself holds.

Here: an independent path. release.py reads figures, promises and rules with pandas; promises.py
says what was due, distance.py how far off a figure is, single.py and composite.py which colour or
reason follows, comparing.py what the release says otherwise. Not here: a line that the warehouse
uses too. A rule that changes is changed in both places, which is the point of having two.
"""
