"""The pools of Dagster: what no two steps may do at the same time, in whatever runs they are.

Here: their names. Not here: their limit, which is one for all of them and stands in dagster.yaml
(dagster_home.py): by step, because a limit by run lets two steps of one run meet.
"""

BUILD_FILE = "build_file"


def raw_pool(source: str) -> str:
    """The pool of one source's loads."""
    return f"raw_{source}"
