"""`vitals export metabase` and `vitals publish metabase`.

Here: options, and what is printed. Not here: the work (publish/metabase/).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from orchestration.cli.options import ReleaseOption
from orchestration.settings import Settings
from orchestration.terminal import make_console

Database = Annotated[
    str, typer.Option("--database", metavar="NAME", help="The database, as Metabase calls it.")
]
SiteUrl = Annotated[
    str | None,
    typer.Option("--site-url", metavar="URL", help="Where the pages are, for links to passports."),
]


def export(
    release: ReleaseOption = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FOLDER", help="Where to write; var/exports by default."),
    ] = None,
    database: Database = "Vital Signs",
    postgres_database: Annotated[
        str,
        typer.Option("--postgres-database", metavar="NAME", help="The same, in PostgreSQL."),
    ] = "vital_signs",
    site_url: SiteUrl = None,
) -> None:
    """Write questions and dashboards as Metabase's YAML, and a manifest for dbt-metabase."""
    from orchestration.publish.exports import report_export
    from orchestration.publish.metabase.export import Names, default_output, export_metabase
    from orchestration.publish.release import read_whole_release

    settings = Settings.from_environment()
    found = read_whole_release(settings, release)
    folder = output or default_output(settings, found)
    generation = export_metabase(found, folder, Names(database, postgres_database, site_url))
    report_export(settings, found, generation)
    console = make_console()
    console.print(f"{len(generation.exported)} metrics in {folder}", soft_wrap=True, markup=False)
    for entry in generation.refused:
        text = f"Refused: {entry.name}: {entry.reason}"
        console.print(text, soft_wrap=True, markup=False)


def publish(
    url: Annotated[str, typer.Option("--url", metavar="URL", help="Metabase's address.")],
    release: ReleaseOption = None,
    database: Database = "Vital Signs",
    collection: Annotated[
        str, typer.Option("--collection", metavar="NAME", help="The collection that holds it all.")
    ] = "Vital Signs",
    site_url: SiteUrl = None,
) -> None:
    """Make or update collections, questions and dashboards in a Metabase.

    METABASE_API_KEY in the environment holds the key. What people made by hand stays as it is.
    """
    import os

    from orchestration.publish.metabase.api import KEY_VARIABLE, MetabaseApi
    from orchestration.publish.metabase.dashboards import read_content
    from orchestration.publish.metabase.publishing import publish_content
    from orchestration.publish.release import read_whole_release

    found = read_whole_release(Settings.from_environment(), release)
    content, generation = read_content(found.folder, site_url, collection)
    with MetabaseApi(url, os.environ.get(KEY_VARIABLE, "")) as api:
        outcome = publish_content(api, content, database)
    console = make_console()
    console.print(
        f"Release {found.release_id}: {outcome.created} made, {outcome.updated} changed, "
        f"{outcome.unchanged} as they were.",
        soft_wrap=True,
        markup=False,
    )
    notes = [f"Refused: {entry.name}: {entry.reason}" for entry in generation.refused]
    notes += [f"No more in the release, archive it by hand: {key}" for key in outcome.left_over]
    for note in notes:
        console.print(note, soft_wrap=True, markup=False)
