"""The OpenAPI description against a real server process, with all of schemathesis' checks.

A few examples for each operation here; with ``OPENAPI_EXAMPLES=100`` in the environment, that many.
The server has a library of its own, since what is tried uploads and deletes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.config import SchemathesisConfig

from tests.library import Built
from tests.server.library.own_service import OwnService, running

pytestmark = pytest.mark.slow

EXAMPLES = int(os.environ.get("OPENAPI_EXAMPLES", "2"))

# No schema can say which names are places, which ids are held, or which texts are files of a format: such values are
# answered with documented problem documents (400 at OpenAI's and Dify's doors).
ACCEPTED = ["2xx", "400", "404", "409", "422"]
CONFIG = SchemathesisConfig.from_dict({"checks": {"positive_data_acceptance": {"expected-statuses": ACCEPTED}}})


@pytest.fixture(scope="module")
def own_service(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnService]:
    home = Path(shutil.copytree(built.home, tmp_path_factory.mktemp("described") / "home"))
    with running(home) as started:
        yield started


@pytest.fixture(scope="module")
def described(own_service: OwnService) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_url(f"{own_service.http.base_url}/openapi.json", config=CONFIG)


load_all_checks()


def test_every_operation_keeps_to_its_description(described: schemathesis.BaseSchema) -> None:
    tried = 0
    for found in described.get_all_operations():
        strategy = found.ok().as_strategy()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=EXAMPLES < 10,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=strategy)
        def keeps(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=CHECKS.get_all())

        keeps()
        tried += 1
    assert tried == sum(len(path) for path in described.raw_schema["paths"].values())
