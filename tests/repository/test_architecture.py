"""The picture of the architecture against the imports there are, and what the layers are said to be."""

from __future__ import annotations

import ast
import re
from xml.etree import ElementTree as ET

import grimp
import pytest

from tests.repository.root import PACKAGES, ROOT, pyproject, python_files

PICTURE = ROOT / "docs" / "images" / "architecture.svg"


@pytest.fixture(scope="module")
def drawn() -> ET.Element:
    return ET.fromstring(PICTURE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    return grimp.build_graph(*PACKAGES, cache_dir=None)


def _boxes(drawn: ET.Element) -> set[str]:
    return {element.get("data-module", "") for element in drawn.iter() if element.get("data-module")}


def _arrows(drawn: ET.Element) -> set[tuple[str, str]]:
    return {(e.get("data-from", ""), e.get("data-to", "")) for e in drawn.iter() if e.get("data-from")}


def test_the_picture_has_every_package_and_every_layer_that_the_contracts_name(drawn: ET.Element) -> None:
    layers = {
        f"{container}.{module.strip(' ()')}"
        for contract in pyproject()["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers" and "." not in contract["containers"][0]
        for container in contract["containers"]
        for layer in contract["layers"]
        for module in re.split(r"[|:]", layer)
    }
    # The training stands apart from the layers of its package; its own contract says so.
    assert _boxes(drawn) == {*PACKAGES, *layers, "index.training"}


def test_what_the_picture_shows_is_there(drawn: ET.Element, imports: grimp.ImportGraph) -> None:
    assert _boxes(drawn) <= imports.modules


def test_the_arrows_between_the_packages_are_the_imports_there_are(
    drawn: ET.Element, imports: grimp.ImportGraph
) -> None:
    real = {
        (importer.partition(".")[0], imported.partition(".")[0])
        for importer in imports.modules
        for imported in imports.find_modules_directly_imported_by(importer)
    }
    assert _arrows(drawn) == {(importer, imported) for importer, imported in real if importer != imported}


def test_what_is_written_on_an_arrow_is_what_is_imported(imports: grimp.ImportGraph) -> None:
    def imported(importer: str, package: str) -> set[str]:
        found = {
            target
            for source in {importer, *imports.find_descendants(importer)}
            for target in imports.find_modules_directly_imported_by(source)
            if target.partition(".")[0] == package
        }
        return {".".join(target.split(".")[:2]) for target in found}

    assert imported("ui", "server") <= {
        "server.contract",
        "server.client",
        "server.client_errors",
        "server.editing_client",
    }
    assert imported("eval", "server") <= {"server.contract", "server.client", "server.client_errors", "server.errors"}
    assert imported("server", "ui") == {"ui.mount"}
    assert imported("eval", "index") != set()
    assert imported("eval", "index") == imported("eval.retrieval", "index")


def test_what_a_module_keeps_to_itself_no_other_imports() -> None:
    private = {
        f"{path.relative_to(ROOT)}: {node.module}.{alias.name}"
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in {*PACKAGES, "tests"}
        for alias in node.names
        if alias.name.startswith("_")
    }
    assert private == set()


def test_no_two_modules_import_each_other_in_a_circle(imports: grimp.ImportGraph) -> None:
    """Tarjan would name the circles; here, what is left when leaves are taken off again and again has one."""
    left = {module: set(imports.find_modules_directly_imported_by(module)) for module in imports.modules}
    while leaves := {module for module, targets in left.items() if not targets & left.keys()}:
        left = {module: targets - leaves for module, targets in left.items() if module not in leaves}
    assert left == {}
