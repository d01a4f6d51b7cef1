"""Each condition, and conditions together, on three documents written for it."""

import numpy as np
import pytest

from index.filters import ChunkFilter
from index.model import Filters
from ingest.model import Library
from tests.index.small_library import THREE_CITIES, Text, library_of

# Chunks 0 and 1 belong to jia (370100, 意见, in force), 2 and 3 to yi (370200, 政策, in force),
# 4 to bing (370300, 总结, informational).


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), [0, 1, 2, 3, 4]),
        (Filters(regions=("370200",)), [2, 3]),
        (Filters(regions=("370100", "370300")), [0, 1, 4]),
        (Filters(regions=("370000",)), []),
        (Filters(documents=("bing",)), [4]),
        (Filters(doc_types=("政策", "意见")), [0, 1, 2, 3]),
        (Filters(status=("informational",)), [4]),
        (Filters(regions=("370100", "370200"), doc_types=("政策",)), [2, 3]),
        (Filters(regions=("370100",), documents=("yi",)), []),
        (Filters(documents=("no-such-document",)), []),
    ],
)
def test_which_chunks_meet_the_conditions(filters, expected):
    assert np.flatnonzero(ChunkFilter(THREE_CITIES).mask(filters)).tolist() == expected


def test_no_condition_allows_everything_without_a_list():
    assert ChunkFilter(THREE_CITIES).allowed(Filters()) is None
    assert ChunkFilter(THREE_CITIES).allowed(Filters(regions=("370200",))).tolist() == [2, 3]


def test_a_document_without_a_region_is_in_none():
    library = library_of(Text("national", [["全国适用。"]]), Text("city", [["本市适用。"]], "370100"))
    assert ChunkFilter(library).mask(Filters(regions=("370100",))).tolist() == [False, True]
    assert ChunkFilter(library).mask(Filters(status=("in_force",))).tolist() == [True, True]


def test_an_empty_library_has_an_empty_mask():
    assert ChunkFilter(Library()).mask(Filters(regions=("370100",))).tolist() == []
