"""Models as plain SQL, rendered with the project's own macros and without dbt.

Here: enough of dbt's words for models that are arithmetic. Not here: what the models are fed.
"""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, StrictUndefined

from orchestration.settings import PROJECT_ROOT

MACROS = ("numbers", "dates", "rules", "figures", "forecasts", "masked_texts")
ENGINE = "duckdb"


class Adapter:
    """Chooses a macro as dbt does: the engine's own before the default."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment

    def dispatch(self, name: str, package: str) -> Any:
        del package
        known = self.environment.globals
        return known.get(f"{ENGINE}__{name}") or known[f"default__{name}"]


def rendered_model(folder: str, name: str) -> str:
    """The SQL of an intermediate model; the models it reads are tables of the same names."""
    environment = Environment(undefined=StrictUndefined)  # noqa: S701 -- SQL, not markup
    environment.globals |= {"adapter": Adapter(environment), "ref": lambda model: model}
    for file in MACROS:
        source = (PROJECT_ROOT / "dbt_project/macros" / f"{file}.sql").read_text(encoding="utf-8")
        environment.globals |= vars(environment.from_string(source).module)
    path = PROJECT_ROOT / "dbt_project/models/intermediate" / folder / f"{name}.sql"
    return environment.from_string(path.read_text(encoding="utf-8")).render()
