"""Workers in processes of their own, with the real embedding, judged by figures written out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import numpy as np
import pytest

from eval.peers.embedding_service import EmbeddingService, serving
from eval.peers.measurement import Entrant, Measured, WorkerFailed, measure
from eval.peers.workers.embedding import ServedEmbedding
from tests.eval.builders import case, expected
from tests.library import Built
from tests.repository.root import ROOT

TEXT = "甲市若干政策\n对首次认定的企业，给予10万元补助\n对复审通过的企业，给予5万元补助\n"
WORKER = Path(__file__).with_name("keyword_worker.py")
# The worker's folder is its path's first entry; the packages are found from the root.
COMMAND = (
    sys.executable,
    "-c",
    f"import runpy,sys; sys.path.append({str(ROOT)!r}); runpy.run_path({str(WORKER)!r}, run_name='__main__')",
)


@pytest.fixture(scope="module")
def service(built: Built) -> Iterator[EmbeddingService]:
    with serving(built.encoder) as running:
        yield running


def test_the_served_vectors_are_the_encoders_own(service: EmbeddingService, built: Built) -> None:
    host, port = service.server_address[:2]
    with closing(ServedEmbedding(str(host), port)) as served:
        np.testing.assert_allclose(served.query("高企补助"), built.encoder.encode_query("高企补助"), atol=1e-6)
        np.testing.assert_allclose(served.passages([TEXT])[0], built.encoder.encode_passages([TEXT])[0], atol=1e-6)


def test_any_other_address_of_the_embedding_service_is_refused(service: EmbeddingService) -> None:
    host, port = service.server_address[:2]
    connection = HTTPConnection(str(host), port)
    connection.request("POST", "/other", b"{}")
    assert connection.getresponse().status == 404
    connection.close()


def test_a_worker_is_judged_by_what_it_found_and_a_failing_one_is_told(
    service: EmbeddingService, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    asked = [
        case(citations=[expected(quote="对复审通过的企业，给予5万元补助")]).model_copy(
            update={"id": "first", "question": "复审通过的企业补助"}
        ),
        case(citations=[expected(quote="对首次认定的企业，给予10万元补助")]).model_copy(
            update={"id": "second", "question": "通过复审的企业"}
        ),
    ]
    entrants = [Entrant("lines", COMMAND), Entrant("broken", COMMAND, {"fails": "没有这个库"})]
    told: list[str] = []
    found = measure(entrants, asked, tmp_path, {"a.txt": TEXT}, service, 2, told.append)
    measured, failed = found["lines"], found["broken"]
    assert isinstance(measured, Measured)
    # The first question finds its line first. So does the second find that line, and its own right after it.
    assert measured.figures["clause_at_1"] == pytest.approx(1 / 2)
    assert measured.figures["clause_at_5"] == 1
    assert measured.figures["mrr"] == pytest.approx((1 + 1 / 2) / 2)
    assert measured.figures["within_1000"] == 1
    assert measured.passages == 3
    # Lines of 6, 17 and 16 characters, all three found for both questions.
    assert measured.characters == 16
    assert 0 < measured.p50_ms <= measured.p99_ms
    assert isinstance(failed, WorkerFailed)
    assert "没有这个库" in str(failed)
    # The one that failed is not started again.
    assert sum("broken" in line for line in told) == 1
