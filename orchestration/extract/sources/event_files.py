"""How a folder of event files is reached: a path of this machine, or an address fsspec knows.

Here: the address, and the name of the variable that holds what the storage asks for. Not here: how
files are read (`connectors/event_files`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from orchestration.extract.sources.shared import (
    SourcesError,
    System,
    address_parts,
    expect_variables,
)

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://.+")


@dataclass(frozen=True)
class EventFilesSource(System):
    """A folder with a folder of event files for each table.

    `storage_options_variable` names an environment variable with a JSON object: the options fsspec
    passes to the storage, keys and secrets among them. A path of this machine needs none.
    """

    protocol: ClassVar[str] = "event_files"

    base_url: str = ""
    storage_options_variable: str = ""
    name: str = "event_files"

    def __post_init__(self) -> None:
        if not self.base_url:
            raise SourcesError(f"{self.name}.base_url is missing.", "add the folder's path.")
        if not self.is_remote and not Path(self.base_url).is_absolute():
            raise SourcesError(
                f"{self.name}.base_url {self.base_url!r} is neither a whole path nor an address.",
                "write it in full, as in /srv/events or s3://bucket/events.",
            )
        parts = address_parts(self.name, "base_url", self.base_url)
        if self.is_remote and (parts.username or parts.password or parts.query):
            raise SourcesError(
                f"{self.name}.base_url carries a user, a password or a signature.",
                "leave them out; name an environment variable under credentials instead.",
            )
        if self.storage_options_variable:
            expect_variables(self.name, {"storage_options": self.storage_options_variable})

    @property
    def is_remote(self) -> bool:
        """Whether the address names a storage rather than a path."""
        return _ADDRESS.fullmatch(self.base_url) is not None
