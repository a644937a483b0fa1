"""What an answer of the Prometheus HTTP API holds: series and samples, or why it is unusable.

Here: reading one response. Not here: asking (`reader`), or asking again (`api_session`).

An answer may hold 77,000 samples. Its lists of samples are cut out of the text and read as columns;
what remains is read as JSON, so a body that was cut short is noticed wherever it was cut.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx2
import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv
from numpy.typing import NDArray

from orchestration.extract.api_answers import TransientError, refuse_status
from orchestration.extract.errors import ExtractionError

Labels = Mapping[str, str]
_OPENING = b'"values":['
_COLUMNS = ("stamp", "value")
_LONGEST_WORDS = 300
_REFUSALS = (httpx2.codes.BAD_REQUEST, httpx2.codes.UNPROCESSABLE_CONTENT)


@dataclass(frozen=True)
class Samples:
    """One series of a range answer: its labels, and its samples as text beside their seconds."""

    labels: Labels
    seconds: NDArray[np.int64]
    stamps: pa.Array
    values: pa.Array


def read_counts(response: httpx2.Response, name: str) -> list[tuple[Labels, int]]:
    """The numbers of an instant answer, each with the labels it is for."""
    data = _data(response.content, response, name, "vector")
    try:
        return [(entry["metric"], int(entry["value"][1])) for entry in data]
    except (KeyError, IndexError, TypeError, ValueError):
        raise TransientError("HTTP 200 with a count that is no number") from None


def read_seconds(response: httpx2.Response, name: str) -> int:
    """A moment, as the server's clock has it, in whole seconds."""
    data = _data(response.content, response, name, "scalar")
    try:
        return int(float(data[1]))
    except (IndexError, TypeError, ValueError):
        raise TransientError("HTTP 200 with a clock that shows no time") from None


def read_matrix(response: httpx2.Response, name: str) -> list[Samples]:
    """The series of a range answer."""
    rest, lists = _cut(response.content)
    data = _data(rest, response, name, "matrix")
    if not all(isinstance(entry, dict) and entry.get("values") == [] for entry in data):
        raise ExtractionError(
            name,
            "it answered with series that hold no plain samples (histograms, for example).",
            "name a metric that is 1 or 0 in selector.",
        )
    if len(lists) != len(data):
        raise TransientError("HTTP 200 with samples outside its series")
    return [
        _samples(entry["metric"], text) for entry, text in zip(data, lists, strict=True) if text
    ]


def _cut(body: bytes) -> tuple[bytes, list[bytes]]:
    """The answer without its lists of samples, and those lists without their outer brackets."""
    rest, lists, place = [], [], 0
    # In a label's text these quotes would be escaped: what is found is the key itself.
    while (found := body.find(_OPENING, place)) >= 0:
        start = found + len(_OPENING)
        end = start if body.startswith(b"]", start) else body.find(b"]]", start) + 1
        if end < start:
            break
        rest.append(body[place:start])
        lists.append(body[start:end])
        place = end
    rest.append(body[place:])
    return b"".join(rest), lists


def _data(body: bytes, response: httpx2.Response, name: str, kind: str) -> list[Any]:
    """The result of an answer of the kind expected, once it is sure to be whole."""
    if response.status_code in _REFUSALS:
        raise ExtractionError(
            name,
            f"{response.url.path} refused the question: {_words(response.content)}.",
            "check selector and service_label; if it names a limit, lower points_per_query.",
        )
    refuse_status(response, name)
    try:
        content = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise TransientError("HTTP 200 with a body cut short") from None
    if not isinstance(content, dict) or content.get("status") != "success":
        raise TransientError(f"HTTP 200 with an error: {_words(response.content)}")
    if content.get("warnings"):
        raise TransientError(f"a warning, so it may be partial: {content['warnings']}")
    data = content.get("data")
    if not isinstance(data, dict) or data.get("resultType") != kind:
        raise TransientError(f"HTTP 200 without a {kind}")
    result = data.get("result")
    if not isinstance(result, list):
        raise TransientError("HTTP 200 without a list of results")
    return result


def _words(body: bytes) -> str:
    """What the server says of an error."""
    try:
        said = orjson.loads(body)["error"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return "it gives no reason"
    return str(said)[:_LONGEST_WORDS]


def _samples(labels: Labels, text: bytes) -> Samples:
    """`[1711926000,"1"],[1711926060,"1"]`, read as two columns of text."""
    lines = text[1:-1].replace(b"],[", b"\n")
    try:
        table = csv.read_csv(
            io.BytesIO(lines),
            read_options=csv.ReadOptions(column_names=list(_COLUMNS), use_threads=False),
            convert_options=csv.ConvertOptions(column_types=dict.fromkeys(_COLUMNS, pa.string())),
        )
        seconds = pc.cast(table["stamp"], pa.int64()).combine_chunks()
    except pa.ArrowInvalid:
        raise TransientError("HTTP 200 with a sample that is no pair of second and text") from None
    if text.count(b'"') != 2 * table.num_rows:
        raise TransientError("HTTP 200 with a value that is no text")
    return Samples(
        labels=labels,
        seconds=np.frombuffer(seconds.buffers()[1], dtype=np.int64)[: len(seconds)],
        stamps=table["stamp"].combine_chunks(),
        values=table["value"].combine_chunks(),
    )
