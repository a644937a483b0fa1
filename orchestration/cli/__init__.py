"""The command `vitals`.

Here: options, exit codes (0 done, 1 data or a stage failed, 2 wrong usage) and which function a
command calls. Not here: drawing (terminal.py) and work (pipeline.py and the rooms). What is heavy
to import is imported by the command that needs it, so that `--help` is quick.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from orchestration.cli.export_csv import export_csv
from orchestration.cli.export_excel import export_excel
from orchestration.cli.export_powerbi import powerbi
from orchestration.cli.groups import export_app, publish_app
from orchestration.cli.loads import compact, replay
from orchestration.cli.metabase import export as export_metabase
from orchestration.cli.metabase import publish as publish_metabase
from orchestration.cli.metrics import metrics_app
from orchestration.cli.options import (
    AsKnown,
    AsOf,
    NoExports,
    ReleaseId,
    Scale,
    SourcesFile,
)
from orchestration.cli.publications import backtest
from orchestration.cli.publish_postgres import postgres
from orchestration.cli.returns import returns_app
from orchestration.cli.sources import sources_app
from orchestration.cli.trace import trace
from orchestration.cli.verifying import verify
from orchestration.settings import Settings
from orchestration.terminal import (
    make_console,
    show_error,
    show_release,
    show_summary,
    shown_progress,
)

app = typer.Typer(
    name="vitals",
    help="From source records to published measures, exceptions and pages.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.add_typer(sources_app, name="sources")
app.command()(compact)
app.command()(replay)
app.command()(backtest)
app.command()(trace)
app.command("verify-release")(verify)
app.add_typer(returns_app, name="returns")
app.add_typer(metrics_app, name="metrics")
app.add_typer(export_app, name="export")
app.add_typer(publish_app, name="publish")
export_app.command("csv")(export_csv)
export_app.command("excel")(export_excel)
export_app.command("metabase")(export_metabase)
export_app.command("powerbi")(powerbi)
publish_app.command("metabase")(publish_metabase)
publish_app.command("postgres")(postgres)

Port = Annotated[int, typer.Option(min=0, max=65535, help="The port on 127.0.0.1.")]


@app.callback()
def options(
    context: typer.Context,
    debug: Annotated[
        bool, typer.Option("--debug", metavar="", help="Show where an error happened, in full.")
    ] = False,
) -> None:
    """Options that stand before the command."""
    context.obj = debug


@app.command()
def run(
    as_of: AsOf = None,
    as_known: AsKnown = None,
    sandbox: Annotated[
        bool,
        typer.Option(
            "--sandbox", metavar="", help="Read the simulated source systems (the default)."
        ),
    ] = False,
    sources: SourcesFile = None,
    no_publish: Annotated[
        bool,
        typer.Option("--no-publish", metavar="", help="Stop after the tests; publish nothing."),
    ] = False,
    no_exports: NoExports = False,
    scale: Scale = 1.0,
    no_meetings: Annotated[
        bool,
        typer.Option(
            "--no-meetings",
            metavar="",
            help="With the sandbox: leave out the forums' last meetings, which are replayed first "
            "with what was known then.",
        ),
    ] = False,
) -> None:
    """Extract, build, test, publish, write the pages and the exports.

    The first stage that fails ends the run; what was published before stays published.
    """
    if sandbox and sources is not None:
        raise typer.BadParameter("choose one of --sandbox and --sources FILE")
    from orchestration.pipeline import run as run_pipeline
    from orchestration.run_options import RunOptions

    day, known = (given.date() if given else None for given in (as_of, as_known))
    is_first_sight = not (no_meetings or no_publish or day or known or sources)
    wanted = RunOptions(
        day,
        known,
        sources,
        publish=not no_publish,
        exports=not no_exports,
        scale=scale,
        replay_meetings=is_first_sight,
    )
    console = make_console()
    with shown_progress(console) as progress:
        summary = run_pipeline(Settings.from_environment(), wanted, progress)
    show_summary(console, summary)


@app.command()
def check() -> None:
    """Check the catalogue and the waiting returns without building anything."""
    from orchestration.catalogue.check import check_catalogue
    from orchestration.catalogue.returns import check_returns
    from orchestration.metrics.definitions import refuse_stale

    settings = Settings.from_environment()
    seeds = settings.root / "seeds"
    faults = check_catalogue(seeds) + check_returns(settings.incoming, seeds)
    console = make_console()
    for fault in faults:
        console.print(str(fault), soft_wrap=True, markup=False)
    count = f"{len(faults) or 'no'} fault{'' if len(faults) == 1 else 's'}"
    console.print(f"The catalogue, and the returns waiting in {settings.incoming}: {count}.")
    if faults:
        raise typer.Exit(1)
    refuse_stale(settings.root)


@app.command()
def measures() -> None:
    """Print the table of computed measures, docs/measures.md: records, SQL, tests."""
    from orchestration.catalogue.computed import as_markdown, computed_measures

    sys.stdout.write(as_markdown(computed_measures(Settings.from_environment().root)))


@app.command()
def status() -> None:
    """Show the current release and the ones before it."""
    from orchestration.publish.release import list_releases, read_release

    settings = Settings.from_environment()
    known = list_releases(settings)
    if not known:
        make_console().print(f"Nothing is published in {settings.releases}. Run: vitals run")
        return
    release = read_release(settings)
    others = [known_id for known_id in known if known_id != release.release_id]
    show_release(make_console(), release, others)


@app.command()
def rollback(release_id: ReleaseId = None) -> None:
    """Make an earlier release current again (the one before by default), and its pages."""
    from orchestration.upkeep import go_back

    release = go_back(Settings.from_environment(), release_id)
    make_console().print(f"Release {release.release_id} is current; its pages are written.")


@app.command()
def docs(release_id: ReleaseId = None) -> None:
    """Write the documentation of a release: tables and columns, and the lineage of columns."""
    from orchestration.publish.docs.writing import write_docs
    from orchestration.publish.release import read_release

    settings = Settings.from_environment()
    with shown_progress(make_console()) as progress:
        page = write_docs(settings, read_release(settings, release_id), progress)
    make_console().print(f"Documentation  {page}", soft_wrap=True)


@app.command()
def site(port: Port = 8000) -> None:
    """Serve the pages on this machine until Ctrl-C."""
    from orchestration.serve import serve_pages

    settings = Settings.from_environment()
    if not (settings.site / "index.html").is_file():
        show_error(make_console(stderr=True), "site", "There are no pages yet.", "vitals run")
        raise typer.Exit(1)
    serve_pages(settings, port, make_console().print)


@app.command()
def ui(port: Port = 3000) -> None:
    """Run Dagster's web interface and its schedules on this machine until Ctrl-C."""
    from orchestration.serve import serve_dagster

    raise typer.Exit(serve_dagster(Settings.from_environment(), port, make_console().print))


def main() -> None:
    """The entry point: known errors become a panel, unknown ones too unless --debug asks."""
    debug = "--debug" in sys.argv
    try:
        app()
    except Exception as error:
        if debug:
            raise
        command = next((word for word in sys.argv[1:] if not word.startswith("-")), "vitals")
        show_error(
            make_console(stderr=True),
            f"{getattr(error, 'stage', command)} failed",
            getattr(error, "told", None) or getattr(error, "what", None) or str(error),
            getattr(error, "remedy", None) or "Run again as `vitals --debug …` to see where.",
            getattr(error, "left", ""),
        )
        sys.exit(1)
