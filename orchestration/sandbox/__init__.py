"""Simulated source systems for a machine without any: records, an API that serves them, returns.

Nothing here is read by the build; everything passes through the connectors, as real sources do.
"""

from orchestration.sandbox.sandbox import Sandbox, running_sandbox

__all__ = ["Sandbox", "running_sandbox"]
