"""How simulated systems are reached: a server or a file for each protocol.

Not here: the records they serve, which each domain draws in a package of its own.
"""
