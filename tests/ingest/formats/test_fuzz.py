"""Every reader over broken files: text comes back, or a named error. The long form is ``fuzz.py``."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import SourceRejected
from tests.ingest.formats.mutation import FORMATS, broken
from tests.ingest.formats.stopping import Stopped, stopped_after

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("kind", FORMATS)
def test_a_broken_file_is_read_or_refused_by_name(kind: str) -> None:
    form = FORMATS[kind]

    @settings(max_examples=300, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.one_of(broken(form.seeds()), st.binary(max_size=200)))
    def check(data: bytes) -> None:
        try:
            with stopped_after(5):
                source = form.read(data, form.name)
        except SourceRejected as error:
            assert str(error).startswith(f"{form.name}：")
            assert "\n" not in str(error)
        except Stopped:
            # pdfminer can loop for ever; ingest reads a PDF in a process that is then stopped (test_rejected).
            assert kind == "pdf"
        else:
            source.text.encode()
            assert source.text.strip()
            assert list(source.pages) == sorted(source.pages)
            assert all(0 <= page <= len(source.text) for page in source.pages)

    check()
