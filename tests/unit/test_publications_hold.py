"""What must be true of every publication, on packs and returns nobody chose.

Here: hashes, restatements and the lock, through the functions and models themselves. Not here: what
a pack holds and what a restatement says; that stands in unit tests beside the models.
"""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.publications.packs import Pack
from tests.support.restating import Figure, Restating, Said

# The same examples in every run: a change is judged by what it did, not by luck.
EXAMPLES = settings(max_examples=60, deadline=None, derandomize=True, database=None)
HEADER = {"publication_id": "x"}
COLUMNS = ("publication_id", "measure_id", "value")
cells = st.one_of(st.none(), st.text(max_size=4))
rows = st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=6)
amounts = st.one_of(st.none(), st.decimals(-1000, 1000, places=9))
colours = st.sampled_from(["green", "amber", "red", "none"])
minutes = st.integers(0, 600)


@pytest.fixture(scope="module")
def restating() -> Restating:
    return Restating()


@st.composite
def packs(draw: st.DrawFn) -> list[Figure]:
    count = draw(st.integers(1, 5))
    return [Figure(f"m{i}", draw(amounts), draw(amounts), draw(colours)) for i in range(count)]


def table(lines: list[tuple[str | None, ...]]) -> pa.Table:
    columns = list(zip(*lines, strict=True))
    return pa.table({c: pa.array(v, pa.string()) for c, v in zip(COLUMNS, columns, strict=True)})


def sha256(**parts: pa.Table) -> str:
    return Pack(HEADER, parts).content_sha256


@EXAMPLES
@given(measures=rows, objectives=rows)
def test_the_hash_knows_neither_the_order_of_parts_nor_how_their_rows_lie_in_memory(
    measures: list[tuple[str | None, ...]], objectives: list[tuple[str | None, ...]]
) -> None:
    one, two = table(measures), table(objectives)
    pieces = pa.concat_tables([one.slice(i, 1) for i in range(one.num_rows)])
    assert sha256(measures=one, objectives=two) == sha256(objectives=two, measures=pieces)
    assert sha256(measures=one) == sha256(measures=one, actions=two.slice(0, 0))


@EXAMPLES
@given(lines=rows, data=st.data())
def test_any_other_cell_is_another_hash(
    lines: list[tuple[str | None, ...]], data: st.DataObject
) -> None:
    row = data.draw(st.integers(0, len(lines) - 1))
    column = data.draw(st.integers(0, len(COLUMNS) - 1))
    other = data.draw(cells.filter(lambda cell: cell != lines[row][column]))
    changed = [list(line) for line in lines]
    changed[row][column] = other
    was, now = table(lines), table([tuple(line) for line in changed])
    assert sha256(measures=was) != sha256(measures=now)
    # A row in another part, or twice, is another pack as well.
    assert sha256(measures=was) != sha256(objectives=was)
    assert sha256(measures=was) != sha256(measures=pa.concat_tables([was, was]))


@EXAMPLES
@given(pack=packs(), decimals=st.sampled_from([None, 0, 1, 2, 4]))
def test_what_is_known_as_it_was_shown_is_no_restatement(
    restating: Restating, pack: list[Figure], decimals: int | None
) -> None:
    assert restating.restated(pack, list(reversed(pack)), decimals) == {}


@EXAMPLES
@given(pack=packs(), data=st.data())
def test_any_other_cell_is_one_restatement_and_names_that_cell(
    restating: Restating, pack: list[Figure], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(pack) - 1))
    was = pack[place]
    what = data.draw(st.sampled_from(["value", "target", "rag_status"]))
    drawn = colours if what == "rag_status" else amounts
    other = data.draw(drawn.filter(lambda cell: cell != getattr(was, what)))
    now = Figure(**{**vars(was), what: other})
    known = [*pack[:place], now, *pack[place + 1 :]]
    (found,) = restating.restated(pack, known, None).items()
    flags = tuple(name == what for name in ("value", "target", "rag_status"))
    # Where all decimals are printed, every change is seen.
    assert found == (was.measure_id, (*flags, True))


@EXAMPLES
@given(pack=packs(), known=packs())
def test_nothing_withheld_is_ever_restated_and_nothing_known_is_restated_unshown(
    restating: Restating, pack: list[Figure], known: list[Figure]
) -> None:
    assert restating.restated([figure.withheld() for figure in pack], known) == {}
    shown = {figure.measure_id for figure in pack}
    assert set(restating.restated(pack, known)) <= shown


@EXAMPLES
@given(value=st.decimals(-50, 50, places=3), change=st.decimals(-1, 1, places=3))
def test_a_change_is_seen_exactly_where_the_printed_figures_differ(
    restating: Restating, value: Decimal, change: Decimal
) -> None:
    def printed(figure: Decimal) -> int:
        """Tenths, half away from zero, by whole numbers alone."""
        thousandths = abs(int(figure * 1000))
        tenths = (thousandths + 50) // 100
        return -tenths if figure < 0 else tenths

    was = Figure("m", value, None, "green")
    now = Figure("m", value + change, None, "green")
    found = restating.restated([was], [now])
    if change == 0:
        assert found == {}
    else:
        assert found == {"m": (True, False, False, printed(value) != printed(value + change))}


@EXAMPLES
@given(
    early=st.lists(st.tuples(minutes, st.sampled_from("ABC")), min_size=1, max_size=3),
    late=st.lists(st.tuples(minutes, st.sampled_from("ABC")), max_size=6),
)
def test_the_lock_lets_no_later_record_change_what_was_approved(
    restating: Restating, early: list[tuple[int, str]], late: list[tuple[int, str]]
) -> None:
    before = sorted((Said(minute, value) for minute, value in early), key=lambda s: s.minute)
    approved = before[-1]
    after = [Said(601 + minute, value) for minute, value in late]
    let_in = restating.let_in([*before, *after], 600)
    # Of one minute the row that stands last counts; repeated, it is welcome and changes nothing.
    assert let_in[: len(before)] == [said.value for said in before]
    assert set(let_in[len(before) :]) <= {approved.value}
    assert len(let_in) == len(before) + sum(said.value == approved.value for said in after)


@EXAMPLES
@given(
    late=st.lists(
        st.tuples(minutes, st.sampled_from("ABC"), st.sampled_from([None, "Miscounted"])),
        max_size=6,
    )
)
def test_only_a_reason_moves_an_approved_figure(
    restating: Restating, late: list[tuple[int, str, str | None]]
) -> None:
    after = sorted(
        (Said(601 + minute, value, reason) for minute, value, reason in late),
        key=lambda said: said.minute,
    )
    standing, expected = "A", ["A"]
    for said in after:
        if said.reason or said.value == standing:
            standing = said.value
            expected.append(said.value)
    assert restating.let_in([Said(0, "A"), *after], 600) == expected
