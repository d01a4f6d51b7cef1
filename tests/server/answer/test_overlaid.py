"""A table under many small changes, against a plain dictionary."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.answer.overlaid import Overlaid

pytestmark = pytest.mark.slow

KEYS = st.integers(0, 60).map(str)


@given(
    st.dictionaries(KEYS, st.integers(), max_size=60),
    st.lists(st.tuples(st.sets(KEYS, max_size=4), st.dictionaries(KEYS, st.integers(), max_size=4)), max_size=12),
)
@settings(max_examples=200, deadline=None)
def test_it_holds_what_a_dictionary_would(
    start: dict[str, int], changes: list[tuple[set[str], dict[str, int]]]
) -> None:
    table, plain = Overlaid(start), dict(start)
    earlier = []
    for gone, new in changes:
        earlier.append((table, dict(plain)))
        table = table.changed(gone, new)
        plain = {key: value for key, value in plain.items() if key not in gone} | new
        assert dict(table) == plain
        assert len(table) == len(plain)
        assert [key in table for key in map(str, range(62))] == [key in plain for key in map(str, range(62))]
    for table, plain in earlier:
        assert dict(table) == plain
