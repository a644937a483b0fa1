"""The documents name only what is there: links, paths, make targets, options, marts."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from orchestration.catalogue.check import check_catalogue
from orchestration.catalogue.returns import check_returns
from orchestration.cli import app
from orchestration.extract.contracts import read_contracts
from orchestration.settings import PROJECT_ROOT

DOCUMENTS = sorted([*PROJECT_ROOT.glob("*.md"), *(PROJECT_ROOT / "docs").rglob("*.md")])
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
MAKE = re.compile(r"(?:^|`)make ([a-z]+)\b", re.MULTILINE)
VITALS = re.compile(r"(?:\.venv/bin/)?vitals((?: --?[a-z-]+| [a-z][a-z-]*\b)*)")
OPTION = re.compile(r"`(--[a-z-]+)\b")
# What is in git, apart from what a run or make leaves.
FOLDERS = tuple(
    f"{folder}/"
    for folder in ("dbt_project", "docs", "orchestration", "reports", "seeds", "tests", ".ci")
)


def named(path: Path) -> str:
    return str(path.relative_to(PROJECT_ROOT))


def prose(path: Path) -> str:
    """A document without its examples, which may show files that are not there."""
    return FENCE.sub("", path.read_text(encoding="utf-8"))


def commands() -> dict[str, set[str]]:
    """Every command of `vitals` with its options; '' has those that stand before a command."""
    group = typer.main.get_command(app)
    found = {"": _options(group)}
    for name, command in getattr(group, "commands", {}).items():
        inner = getattr(command, "commands", {})
        found |= {f"{name} {part}": _options(inner[part]) for part in inner}
        found |= {} if inner else {name: _options(command)}
    return found


def _options(command: object) -> set[str]:
    parameters = getattr(command, "params", [])
    return {"--help", "-h"} | {word for p in parameters for word in p.opts if word.startswith("-")}


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_every_relative_link_leads_somewhere(path: Path) -> None:
    wrong = [link for link in LINK.findall(prose(path)) if not _leads_somewhere(path, link)]
    assert wrong == []


def _leads_somewhere(path: Path, link: str) -> bool:
    if re.match(r"(https?|mailto):", link):
        return True
    file, _, anchor = link.partition("#")
    target = (path.parent / file).resolve() if file else path
    if not target.exists():
        return False
    return not anchor or anchor in _anchors(target)


def _anchors(path: Path) -> set[str]:
    headings = HEADING.findall(prose(path))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_every_path_in_backticks_exists(path: Path) -> None:
    """Paths below a folder of the project; <…> and * stand for a name."""
    wrong = [word for word in CODE.findall(prose(path)) if not _is_there(word)]
    assert wrong == []


def _is_there(word: str) -> bool:
    is_path = word.startswith(FOLDERS) and " " not in word
    if not is_path or word in FOLDERS:
        return not is_path or (PROJECT_ROOT / word).is_dir()
    return any(PROJECT_ROOT.glob(re.sub(r"<\w+>", "*", word.rstrip("/"))))


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_every_make_target_exists(path: Path) -> None:
    makefile = (PROJECT_ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert set(MAKE.findall(path.read_text(encoding="utf-8"))) - targets == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_every_command_and_option_of_vitals_exists(path: Path) -> None:
    known = commands()
    wrong = [call for call in _calls(path) if not _is_known(call.split(), known)]
    assert wrong == []


def _calls(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    for code in [*CODE.findall(prose(path)), *"\n".join(FENCE.findall(text)).splitlines()]:
        call = VITALS.match(code.strip())
        if call:
            yield call.group(1).strip()


def _is_known(words: list[str], known: dict[str, set[str]]) -> bool:
    before = [word for word in words if not word.startswith("-")]
    command = next((name for name in (" ".join(before[:2]), *before[:1]) if name in known), "")
    options = {word for word in words if word.startswith("-")}
    return (command != "" or not before) and options <= known[command] | known[""]


def test_every_option_in_the_readme_is_one_of_vitals() -> None:
    known = set().union(*commands().values())
    text = prose(PROJECT_ROOT / "README.md")
    assert set(OPTION.findall(text)) - known == set()


def test_the_readme_names_every_command_and_every_option_of_run() -> None:
    text = prose(PROJECT_ROOT / "README.md")
    known = commands()
    wanted = {f"vitals {name}" for name in known if name} | (known["run"] - {"--help", "-h"})
    assert {word for word in wanted if f"`{word}" not in text} == set()


def test_the_changelog_lists_every_mart() -> None:
    marts = {file.stem for file in (PROJECT_ROOT / "dbt_project/models/marts").rglob("*.sql")}
    listed = set(re.findall(r"^\| `(\w+)` \|", prose(PROJECT_ROOT / "CHANGELOG.md"), re.MULTILINE))
    assert listed == marts


def test_pictures_are_small() -> None:
    pictures = (PROJECT_ROOT / "docs" / "images").iterdir()
    assert [named(file) for file in pictures if file.stat().st_size > 250_000] == []


def test_the_recipe_for_a_scorecard_can_be_followed_to_the_letter(tmp_path: Path) -> None:
    """Its rows go into copies of the seeds, its return into a drop folder; nothing is at fault."""
    text = (PROJECT_ROOT / "docs" / "how-to" / "add-a-scorecard.md").read_text(encoding="utf-8")
    recipe = re.findall(r"^\| `(seeds/\w+\.csv)` \| (.+) \|$", text, re.MULTILINE)
    shutil.copytree(PROJECT_ROOT / "seeds", tmp_path / "seeds")
    for seed, cells in recipe:
        _add_row(tmp_path / seed, dict(re.findall(r"`(\w+)` (.*?)(?=, `|$)", cells)))
    incoming = tmp_path / "incoming"
    incoming.mkdir()
    returned = re.search(r"^```csv\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert returned is not None
    (incoming / "library_2025_12.csv").write_text(returned.group(1), encoding="utf-8")
    assert len(recipe) == 7
    assert check_catalogue(tmp_path / "seeds") == []
    assert check_returns(incoming, tmp_path / "seeds") == []


def _add_row(seed: Path, row: dict[str, str]) -> None:
    with seed.open(encoding="utf-8", newline="") as opened:
        columns, *others = csv.reader(opened)
    assert set(row) <= set(columns)
    if row.get("entry_number") == "the next one":
        row["entry_number"] = str(len(others) + 1)
    with seed.open("a", encoding="utf-8", newline="") as opened:
        csv.DictWriter(opened, columns, lineterminator="\n").writerow(row)


def test_every_source_and_table_stands_on_a_page_of_its_protocol() -> None:
    pages = [page.read_text("utf-8") for page in (PROJECT_ROOT / "docs/sources").glob("*.md")]
    missing = [
        (name, table.name)
        for name, contract in read_contracts(PROJECT_ROOT).items()
        for table in contract.tables
        if not any(
            re.search(rf"\b{name}\b", page) and re.search(rf"\b{table.name}\b", page)
            for page in pages
        )
    ]
    assert missing == []
