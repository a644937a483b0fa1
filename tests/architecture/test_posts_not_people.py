"""The house speaks of posts, never of people, and of files it can show."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from orchestration.settings import PROJECT_ROOT
from tests.architecture.conftest import Project

SEEDS = PROJECT_ROOT / "seeds"
RETURNS = PROJECT_ROOT / "orchestration" / "sandbox" / "returns"
# Columns that would hold a person: a name, a way to reach somebody, something to tell them by.
PERSONAL = re.compile(
    r"(^|_)(first_name|last_name|surname|forename|full_name|person|people|staff_name|employee"
    r"|email|e_mail|phone|mobile|username|user_name|login|caller|date_of_birth|nhs_number)(_|$)"
)
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
TITLES = re.compile(r"\b(Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Dame)\.? [A-Z][a-z]+")


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def test_no_column_of_a_model_is_about_a_person(project: Project) -> None:
    wrong = [
        f"{model.name}.{column}"
        for model in project.models
        for column in model.node["columns"]
        if PERSONAL.search(column)
    ]
    assert wrong == []


def test_no_column_of_a_seed_is_about_a_person() -> None:
    wrong = [
        f"{file.name}: {column}"
        for file in sorted(SEEDS.glob("*.csv"))
        for column in file.read_text(encoding="utf-8").splitlines()[0].split(",")
        if PERSONAL.search(column)
    ]
    assert wrong == []


def test_whoever_signs_a_return_is_a_post_of_the_catalogue() -> None:
    posts = {row["post_id"] for row in rows(SEEDS / "posts.csv")}
    wrong = [
        f"{file.relative_to(RETURNS)}: {post}"
        for file in sorted(RETURNS.rglob("*.csv"))
        for row in rows(file)
        for column in ("author_post_id", "post_id")
        if (post := row.get(column)) and post not in posts
    ]
    assert wrong == []


def test_no_seed_and_no_shipped_return_names_or_reaches_a_person() -> None:
    wrong = [
        f"{file.relative_to(PROJECT_ROOT)}: {found.group()}"
        for file in sorted([*SEEDS.glob("*.csv"), *RETURNS.rglob("*.csv")])
        for pattern in (ADDRESS, TITLES)
        for found in pattern.finditer(file.read_text(encoding="utf-8-sig"))
    ]
    assert wrong == []
