"""What people wrote, as TMDL, DAX, M and a format take it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from orchestration.metrics.metric import Aggregation
from orchestration.publish.powerbi.formats import format_of
from orchestration.publish.powerbi.names import (
    column_name,
    dax_measure,
    dax_text,
    lineage_tag,
    m_text,
    one_line,
    table_name,
    tmdl_name,
    tmdl_value,
)
from orchestration.publish.powerbi.reading import is_balanced, references
from tests.support.powerbi_release import metric


def test_tables_and_columns_are_said_in_words() -> None:
    assert table_name("fct_measure_statuses") == "Measure statuses"
    assert table_name("dim_measures") == "Measure list"  # Power BI keeps `Measures` for itself
    assert column_name("fct_measure_statuses", "rag_status") == "RAG status"
    assert column_name("dim_scorecards", "name") == "Scorecard"


@pytest.mark.parametrize(
    ("text", "dax", "m"),
    [
        ("plain", '"plain"', '"plain"'),
        ('a "b"', '"a ""b"""', '"a ""b"""'),
        ("a\nb", '"a" & UNICHAR(10) & "b"', '"a#(000A)b"'),
        ("#(lf)", '"#(lf)"', '"#(#)(lf)"'),
        ('") & "', '""") & """', '""") & """'),
        ("", '""', '""'),
    ],
)
def test_a_text_stays_a_text(text: str, dax: str, m: str) -> None:
    assert dax_text(text) == dax
    assert m_text(text) == m


def test_a_name_cannot_end_early() -> None:
    assert tmdl_name("Plain") == "Plain"
    assert tmdl_name("It's") == "'It''s'"
    assert dax_measure("a]b") == "[a]]b]"
    assert one_line("a\n\tb\u200b \u2028c") == "a b c"


def test_a_property_that_could_be_read_otherwise_stands_in_quotes() -> None:
    assert tmdl_value("Toys and joy") == "Toys and joy"
    assert tmdl_value('"x"') == '"""x"""'
    assert tmdl_value(" x") == '" x"'


def test_a_lineage_tag_follows_from_the_path_alone() -> None:
    assert lineage_tag("table", "a") == lineage_tag("table", "a")
    assert lineage_tag("table", "a") != lineage_tag("tablea")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"decimals": 1}, '#,0.0"%"'),  # 29.0 is shown as 29.0%, not multiplied
        ({"unit": "fraction", "suffix": "", "decimals": 1}, "#,0.0%"),
        ({"unit": "pounds", "prefix": "£", "suffix": "", "decimals": 3}, '"£"#,0.000'),
        ({"unit": "minutes", "suffix": "\xa0min", "decimals": 0}, '#,0"\xa0min"'),
        ({"unit": "yes_no", "suffix": "", "decimals": 0}, '"Yes";"Yes";"No"'),
        ({"suffix": 'a"b', "decimals": 0}, '#,0"a"\\""b"'),
    ],
)
def test_a_figure_is_shown_with_its_unit(changed: dict[str, object], expected: str) -> None:
    made = metric("toy", "Toy", Aggregation.LATEST)
    assert format_of(replace(made, **changed)) == expected  # type: ignore[arg-type]


def test_what_dax_names_is_found_outside_texts_and_comments() -> None:
    dax = "CALCULATE([a]]b], 'It''s'[c], \"[d] 'e'[f]\") // [g]\n-- [h]\n/* [i] */ + COUNTROWS('j')"
    found = [(ref.table, ref.name) for ref in references(dax)]
    assert found == [("", "a]b"), ("It's", "c"), ("j", "")]
    assert is_balanced(dax)
    assert not is_balanced("SUM('a'[b]")
    assert not is_balanced('IF([a] = "b)')
