"""Series as rows: one per service and step, in one order, or refused by name.

Here: which service a series is about, what two series may not both say. Not here: where series come
from (`reader`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import NoReturn

import numpy as np
import pyarrow as pa

from orchestration.extract.connectors.prometheus.answers import Labels, Samples
from orchestration.extract.connectors.prometheus.queries import Window
from orchestration.extract.contracts import SourceTable
from orchestration.extract.loads import text_scalar
from orchestration.extract.sources.prometheus import PrometheusSource


@dataclass(frozen=True)
class Pages:
    """How series of a source become pages of a table; `refuse` takes what is wrong and a remedy."""

    table: SourceTable
    source: PrometheusSource
    refuse: Callable[[str, str], NoReturn]

    def service(self, labels: Labels) -> str:
        """The service a series is about."""
        label = self.source.service_label
        if not labels.get(label):
            self.refuse(
                f"the series {told(labels)} has no label {label!r}.",
                "name the label that holds the service in service_label, or narrow selector.",
            )
        return labels[label]

    def in_order(self, series: list[Samples], piece: Window) -> list[Samples]:
        """By service and labels, once it is sure that each keeps to the steps of the piece."""
        for item in series:
            seconds = item.seconds
            if (
                seconds[0] < piece.first
                or seconds[-1] > piece.last
                or ((seconds - piece.first) % piece.step != 0).any()
            ):
                self.refuse(
                    f"it sent samples outside the steps asked for ({told(item.labels)}).",
                    "check that nothing between here and the server rewrites queries.",
                )
            if (np.diff(seconds) <= 0).any():
                self.refuse(
                    f"samples of {told(item.labels)} do not come in order of time.",
                    "run again; if it stays, check what lies between here and the server.",
                )
        return sorted(series, key=lambda item: (self.service(item.labels), told(item.labels)))

    def table_of(self, series: list[Samples]) -> pa.Table:
        """The rows of ordered series; two probes of a service in one step are refused."""
        step = text_scalar(str(self.source.step_seconds))
        parts = []
        for service_id, found in groupby(series, key=lambda item: self.service(item.labels)):
            items = list(found)
            self._expect_one_probe_a_step(service_id, items)
            parts += [
                pa.table(
                    {
                        "service_id": pa.repeat(text_scalar(service_id), len(item.seconds)),
                        "probed_at": item.stamps,
                        "value": item.values,
                        "step_seconds": pa.repeat(step, len(item.seconds)),
                    }
                )
                for item in items
            ]
        return pa.concat_tables(parts).select(list(self.table.columns)).combine_chunks()

    def _expect_one_probe_a_step(self, service_id: str, items: list[Samples]) -> None:
        if len(items) == 1:
            return
        seconds = np.concatenate([item.seconds for item in items])
        if len(np.unique(seconds)) < len(seconds):
            self.refuse(
                f"several series probe {service_id} at once:"
                f" {' and '.join(told(item.labels) for item in items)}.",
                "narrow selector by a label that tells them apart.",
            )


def told(labels: Labels) -> str:
    """Labels as a query would name them."""
    inside = ", ".join(f'{name}="{value}"' for name, value in sorted(labels.items()))
    return f"{{{inside}}}"
