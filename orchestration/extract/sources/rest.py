"""A REST API with pages by cursor as a source: its address, its sign-in, its page sizes.

Here: the description and what it refuses. Not here: reading it (`connectors/rest`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from orchestration.extract.sources.shared import (
    Patience,
    System,
    expect_address,
    expect_between,
    expect_sign_in,
)

_CREDENTIALS = {
    "bearer": ("token",),
    "basic": ("username", "password"),
    "oauth_client_credentials": ("client_id", "client_secret"),
}


@dataclass(frozen=True)
class RestSource(System):
    """An API whose tables are JSON lists below `base_url`. Each `*_variable` names an environment
    variable.

    A sweep of keys that would delete more than `most_deleted_percent` of a table is refused, unless
    it takes no more than `always_deletable_rows`: of ten rows, one is a tenth.
    """

    protocol: ClassVar[str] = "rest"
    name: str
    base_url: str = ""
    auth: str = "oauth_client_credentials"
    token_variable: str = ""
    username_variable: str = ""
    password_variable: str = ""
    client_id_variable: str = ""
    client_secret_variable: str = ""
    token_path: str = "/oauth/token"  # noqa: S105  a path, not a token
    page_size: int = 2_000
    overlap_seconds: int = 3_600
    most_deleted_percent: int = 10
    always_deletable_rows: int = 10
    patience: Patience = field(default_factory=Patience)

    def __post_init__(self) -> None:
        expect_address(self.name, self.base_url)
        expect_sign_in(self.name, self, _CREDENTIALS)
        for key, least, most, why in (
            ("page_size", 1, 100_000, "a page is held in memory"),
            ("overlap_seconds", 1, 31_536_000, "rows of the cursor's own second would be lost"),
            ("most_deleted_percent", 0, 99, "a table that is emptied is never believed"),
            ("always_deletable_rows", 0, 1_000_000, "it counts rows"),
        ):
            expect_between(self.name, key, getattr(self, key), least, most, why)
