"""What a person sees on the terminal: progress, the summary of a run, errors.

Here: the only place that draws with rich. Not here: deciding anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

if TYPE_CHECKING:
    from orchestration.pipeline import RunSummary
    from orchestration.publish.release import Release

COLOURS = {"green": "green", "amber": "yellow", "red": "red", "none": "dim"}


def make_console(*, stderr: bool = False) -> Console:
    """A console; figures are not coloured by guesswork."""
    return Console(stderr=stderr, highlight=False)


@contextmanager
def shown_progress(console: Console) -> Iterator[Callable[[str], None]]:
    """One moving line on a terminal; plain lines where nobody is watching."""
    if not console.is_terminal:
        yield lambda message: console.print(escape(message), soft_wrap=True)
        return
    with console.status("") as line:
        yield lambda message: line.update(escape(message))


def show_error(console: Console, title: str, what: str, remedy: str, after: str = "") -> None:
    """What failed, where, and what to do, in one panel."""
    parts = [escape(what), f"[bold]What to do:[/] {escape(remedy)}"]
    parts += [escape(after)] if after else []
    console.print(Panel("\n\n".join(parts), title=escape(title), title_align="left", style="red"))


def show_summary(console: Console, summary: RunSummary) -> None:
    """The end of a run: measures by colour, exceptions, rejected records, places, seconds."""
    known = summary.horizon.as_known
    title = f"As at {summary.horizon.as_of:%d %B %Y}"
    title += f", as known on {known:%d %B %Y}" if known else ""
    table = Table(title=title, title_justify="left")
    table.add_column("Scorecard")
    for heading in ("Measures", "Green", "Amber", "Red", "No colour", "Exceptions"):
        table.add_column(heading, justify="right", style=COLOURS.get(heading.lower(), ""))
    for row in summary.figures.scorecards:
        counts = (row.measures, row.green, row.amber, row.red, row.none, row.exceptions)
        table.add_row(escape(row.name), *(str(count) for count in counts))
    console.print(table)
    rejected = [f"{count} from {source}" for source, count in summary.figures.rejected]
    console.print(f"Rejected records  {', '.join(rejected) or 'none'}")
    for source, count in summary.crowded.items():
        console.print(f"Many loads        {source} has {count:,}: vitals compact {source}")
    if summary.release is None:
        console.print(f"Nothing published  the tested build is {summary.build}", soft_wrap=True)
    else:
        console.print(f"Release           {summary.release.folder}", soft_wrap=True)
    for publication in summary.frozen:
        console.print(f"Publication       {publication} is frozen", soft_wrap=True)
    for kept in summary.kept:
        console.print(f"Publication       {kept.told}", soft_wrap=True)
    if summary.site is not None:
        console.print(f"Pages             {summary.site / 'index.html'}", soft_wrap=True)
    if summary.exports is not None:
        console.print(f"Exports           {summary.exports}", soft_wrap=True)
    times = ", ".join(f"{time.stage} {time.seconds:.1f}" for time in summary.stages)
    total = sum(time.seconds for time in summary.stages)
    console.print(f"Seconds           {total:.1f} ({times})", soft_wrap=True)


def show_connections(console: Console, found: Mapping[str, Sequence[str] | None]) -> None:
    """A line for each source system: reached, not connected, or what is wrong with it."""
    for name, wrong in found.items():
        state = "not connected" if wrong is None else "reached" if not wrong else "not readable"
        console.print(f"{name:<24}{state}")
        for line in wrong or ():
            console.print(f"  {escape(line)}", soft_wrap=True)


def show_release(console: Console, release: Release, others: list[str]) -> None:
    """A release in a few lines, and which others there are."""
    manifest = release.manifest
    commit = manifest.git_commit + (" with changes" if manifest.git_is_dirty else "")
    rows = sum(file.rows for file in manifest.marts)
    table = Table(show_header=False, box=None, pad_edge=False)
    for label, value in (
        ("Release", f"{release.release_id} ({release.folder})"),
        ("As at", manifest.as_of_date),
        ("Published", manifest.created_at),
        ("Content", manifest.content_hash),
        ("Commit", commit),
        ("Holds", f"{len(manifest.marts)} marts, {rows} rows"),
        ("Made from", f"{len({entry.load_id for entry in manifest.inputs})} loads"),
        ("Other releases", ", ".join(others) or "none"),
    ):
        table.add_row(label, escape(value))
    console.print(table)


def show_rows(console: Console, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A plain table; what is in it may have been written by anyone."""
    table = Table()
    for position, heading in enumerate(headings):
        table.add_column(escape(heading), no_wrap=position == 0)
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    console.print(table)
