"""How a ServiceNow instance is reached.

Here: its address, its sign-in, its page sizes. Not here: reading it (connectors/table_api.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from orchestration.extract.sources.shared import (
    Patience,
    SourcesError,
    System,
    expect_address,
    expect_between,
    expect_sign_in,
)

_CREDENTIALS = {
    "basic": ("username", "password"),
    "oauth_password": ("username", "password", "client_id", "client_secret"),
    "oauth_client_credentials": ("client_id", "client_secret"),
}
# The instance's own log of deletions.
AUDIT_TABLE = "sys_audit_delete"
_DELETES = ("audit_table", "key_sweep")
_MOST_ROWS_A_PAGE = 10_000
_MOST = 10**9


@dataclass(frozen=True)
class ServiceNowSource(System):
    """A ServiceNow instance's Table API. Each `*_variable` names an environment variable.

    `deletes` says how deletions are found: by the instance's own log of them, or by a sweep of all
    keys. A sweep that would delete more than `most_deleted_percent` of a table is refused, unless
    it takes no more than `always_deletable_rows`.
    """

    protocol: ClassVar[str] = "table_api"

    base_url: str = ""
    auth: str = "oauth_client_credentials"
    username_variable: str = ""
    password_variable: str = ""
    client_id_variable: str = ""
    client_secret_variable: str = ""
    token_path: str = "/oauth_token.do"  # noqa: S105  a path, not a token
    page_size: int = 5_000
    overlap_seconds: int = 3_600
    deletes: str = "audit_table"
    most_deleted_percent: int = 10
    always_deletable_rows: int = 10
    patience: Patience = field(default_factory=Patience)

    def __post_init__(self) -> None:
        name = "servicenow"
        expect_address(name, self.base_url)
        expect_sign_in(name, self, _CREDENTIALS)
        if self.deletes not in _DELETES:
            raise SourcesError(
                f"{name}.deletes {self.deletes!r} is unknown.", f"choose one of {list(_DELETES)}."
            )
        for key, least, most, why in (
            ("page_size", 1, _MOST_ROWS_A_PAGE, "the Table API cuts larger pages short"),
            ("overlap_seconds", 1, _MOST, "rows of the cursor's own second are lost without one"),
            ("most_deleted_percent", 0, 99, "a table that is emptied is never believed"),
            ("always_deletable_rows", 0, _MOST, "it counts rows"),
        ):
            expect_between(name, key, getattr(self, key), least, most, why)
