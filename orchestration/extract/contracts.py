"""What each source promises: its tables, their columns in order, keys and stamps.

Here: the promises read from the dbt project's source files, where they stand beside what each
column means; connectors, the sandbox and Dagster all go by them. Not here: how a source is reached
(`sources/`), or reading a value, which is staging's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from orchestration.yaml_files import read_yaml

KEYS = "__keys"
FILES = "__files"
READ_BY_DAY = {"prometheus", "event_files"}
DELETES = ("none", "key_sweep", "audit_table")
_FOLDER = Path("dbt_project/models/staging")


class ContractError(Exception):
    """A source file of the dbt project does not say what a connector needs."""


@dataclass(frozen=True)
class SourceTable:
    """One table of a source: its own columns in order, without those a load adds.

    `stamp` is the column that says when a row last changed, empty where the source has none;
    `deletes` how a row that is gone is noticed. `is_keyset` is false where the source cannot be
    asked for rows after a key. `types` are the types a database's columns must have, as far as the
    contract names them.
    """

    source: str
    name: str
    columns: tuple[str, ...]
    key: str = ""
    stamp: str = ""
    deletes: str = "none"
    is_keyset: bool = True
    types: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        unknown = {self.key, self.stamp} - {"", *self.columns}
        if unknown or self.deletes not in DELETES:
            raise ContractError(
                f"{self.source}.{self.name}: key and stamp must be columns of the table, deletes "
                f"one of {DELETES}; found {sorted(unknown)} and {self.deletes!r}."
            )


@dataclass(frozen=True)
class Contract:
    """A source system: the protocols it may be read by, the first by default, and its tables.

    `raw_tables` are all tables a load leaves, sweeps of keys and lists of files included, each with
    all columns except the load's id.
    """

    source: str
    protocols: tuple[str, ...]
    tables: tuple[SourceTable, ...]
    raw_tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_read_by_day(self) -> bool:
        """Whether single days can be read again: what is measured or delivered day by day."""
        return bool(set(self.protocols) & READ_BY_DAY)

    def table(self, name: str) -> SourceTable:
        """The table of that name."""
        return next(table for table in self.tables if table.name == name)


def read_contracts(root: Path) -> dict[str, Contract]:
    """Every source system of the project by its name; sources without a protocol are left out."""
    found: dict[str, Contract] = {}
    for path in sorted((root / _FOLDER).glob("*/_*__sources.yml")):
        for source in read_yaml(path)["sources"]:
            contract = _contract(source)
            if contract.protocols:
                found[contract.source] = contract
    return found


def _contract(source: Mapping[str, Any]) -> Contract:
    name = source["name"]
    promised = (source.get("config") or {}).get("meta") or {}
    raw = {
        table["name"]: tuple(
            column["name"] for column in table["columns"] if column["name"] != "_load_id"
        )
        for table in source["tables"]
    }
    return Contract(
        source=name,
        protocols=tuple(promised.get("protocols", ())),
        tables=tuple(
            _table(name, table)
            for table in source["tables"]
            if not table["name"].endswith((KEYS, FILES))
        ),
        raw_tables=raw,
    )


def _table(source: str, table: Mapping[str, Any]) -> SourceTable:
    columns = (column["name"] for column in table["columns"])
    promised = (table.get("config") or {}).get("meta") or {}
    return SourceTable(
        source=source,
        name=table["name"],
        columns=tuple(column for column in columns if not column.startswith("_")),
        key=promised.get("key", ""),
        stamp=promised.get("stamp", ""),
        deletes=promised.get("deletes", "none"),
        is_keyset=promised.get("is_keyset", True),
        types={
            column["name"]: column["data_type"]
            for column in table["columns"]
            if "data_type" in column
        },
    )
