"""The simulated SQL databases: one SQLite file per source, with the types its contract promises.

Here: writing text tables into typed columns, quickly, and only when they changed. Not here: what
the tables hold (each domain's own package), or reading them (the SQL connector's).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import adbc_driver_manager as adbc
import adbc_driver_sqlite
import pyarrow as pa
import pyarrow.compute as pc

from orchestration.extract.contracts import SourceTable, read_contracts
from orchestration.extract.fingerprint import content_hash
from orchestration.extract.loads import text_scalar
from orchestration.extract.sources import SqlSource, System
from orchestration.settings import Settings

_MARK = "_written_from"
# Each gives its column the affinity and the family the connector knows it by.
_DECLARED = {"decimal": "decimal(18, 2)", "": "text"}


def database_url(settings: Settings, source: str) -> str:
    """The address of a source's simulated database."""
    return f"sqlite:///{database_path(settings, source)}"


def database_path(settings: Settings, source: str) -> Path:
    """The file of a source's simulated database."""
    return settings.home / "sandbox" / f"{source}.sqlite"


def databases(
    settings: Settings, records: Mapping[str, Mapping[str, pa.Table]]
) -> dict[str, System]:
    """A database for each source, by the types its contract promises, under the source's name."""
    contracts = read_contracts(settings.root)
    return {
        source: SqlSource(
            source, write_database(settings, source, tables, contracts[source].tables)
        )
        for source, tables in records.items()
    }


def write_database(
    settings: Settings,
    source: str,
    tables: Mapping[str, pa.Table],
    contract: Iterable[SourceTable],
) -> str:
    """The address of a database that holds exactly these tables; the file is replaced whole.

    An empty text becomes null in a column that is not text.
    """
    path = database_path(settings, source)
    promised = {table.name: table for table in contract}
    content = _content(tables, promised)
    if not path.exists() or _mark(path) != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".draft")
        draft.unlink(missing_ok=True)
        _write(draft, tables, promised, content)
        draft.replace(path)
    return database_url(settings, source)


def _write(
    path: Path, tables: Mapping[str, pa.Table], promised: Mapping[str, SourceTable], content: str
) -> None:
    with adbc_driver_sqlite.connect(str(path)) as database, adbc.AdbcConnection(database) as open_:
        # A draft that is lost is written again: nothing waits for the disk.
        for pragma in ("journal_mode = off", "synchronous = off"):
            _asked(open_, f"pragma {pragma}")
        for name, rows in tables.items():
            _do(open_, _created(promised[name], rows))
            _fill(open_, name, _typed(rows, promised[name]))
            if promised[name].stamp:
                _do(open_, f'create index "{name}_stamp" on "{name}" ("{promised[name].stamp}")')
        _do(open_, f"create table {_MARK} (content text)")
        _do(open_, f"insert into {_MARK} values ('{content}')")  # noqa: S608  a hash


def _created(table: SourceTable, rows: pa.Table) -> str:
    declared = []
    for name in rows.column_names:
        kind = table.types.get(name, "")
        key = " primary key" if name == table.key else ""
        declared.append(f'"{name}" {_DECLARED.get(kind, kind)}{key}')
    return f'create table "{table.name}" ({", ".join(declared)})'


def _typed(rows: pa.Table, table: SourceTable) -> pa.Table:
    """Text as SQLite is to keep it; its columns' affinity turns numbers into numbers."""
    empty = text_scalar("")
    columns = []
    for name, column in zip(rows.column_names, rows.columns, strict=True):
        kind = table.types.get(name, "text")
        if kind != "text":
            unset = pc.equal(column, empty)
            column = pc.if_else(unset, pa.nulls(1, pa.string())[0], column)
        if kind == "boolean":
            column = column.cast(pa.bool_()).cast(pa.int64())
        columns.append(column)
    return pa.table(columns, names=rows.column_names)


def _fill(connection: adbc.AdbcConnection, name: str, rows: pa.Table) -> None:
    with adbc.AdbcStatement(connection) as statement:
        statement.set_options(
            **{
                adbc.INGEST_OPTION_TARGET_TABLE: name,
                adbc.INGEST_OPTION_MODE: adbc.INGEST_OPTION_MODE_APPEND,
            }
        )
        statement.bind_stream(rows.to_reader())
        statement.execute_update()


def _content(tables: Mapping[str, pa.Table], promised: Mapping[str, SourceTable]) -> str:
    """One hash over every table's name, declaration and rows."""
    content = hashlib.sha256()
    for name, rows in tables.items():
        content.update(f"{_created(promised[name], rows)}\n{content_hash(rows)}\n".encode())
    return content.hexdigest()


def _mark(path: Path) -> str:
    """The hash of what an existing file was written from; empty where it is none of ours."""
    try:
        with (
            adbc_driver_sqlite.connect(f"file:{path}?mode=ro") as database,
            adbc.AdbcConnection(database) as connection,
        ):
            return str(_asked(connection, f"select content from {_MARK}")[0]["content"])  # noqa: S608
    except adbc.Error:
        return ""


def _do(connection: adbc.AdbcConnection, text: str) -> None:
    with adbc.AdbcStatement(connection) as statement:
        statement.set_sql_query(text)
        statement.execute_update()


def _asked(connection: adbc.AdbcConnection, query: str) -> list[dict[str, object]]:
    with adbc.AdbcStatement(connection) as statement:
        statement.set_sql_query(query)
        handle, _ = statement.execute_query()
        with pa.RecordBatchReader._import_from_c(handle.address) as batches:
            rows: list[dict[str, object]] = batches.read_all().to_pylist()
    return rows
