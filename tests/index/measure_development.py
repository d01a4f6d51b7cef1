"""At which place the right clause stands, for development questions; not a test.

    python -m tests.index.measure_development QUESTIONS.jsonl [--model M] [--fusion learned]

Over the shipped documents, through the same method as ``policyqa search`` (the question's own keywords and synonyms
go with it, as for an answer), without a filter and with the documents of the right city only. A follow-up is asked
after what was asked before. Questions that are to be refused, or to be answered from a whole document, have no right
clause and are left out; where several clauses have to be cited, each counts.
"""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from index.build import build_snapshot
from index.embedding.load import load_encoder
from index.embedding.settings import EmbeddingSettings
from index.retriever import Retriever
from index.settings import RetrievalSettings
from ingest.model import Library
from ingest.pipeline import ingest_paths
from server.contract import RequestFilters, SearchRequestBody
from server.service import PolicyService
from tests.library import CORPUS


@cache
def squeezed(text: str) -> str:
    """Without white space, NFKC: as quotes are compared."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def right_clauses(library: Library, citation: Mapping[str, str]) -> set[str]:
    """The smallest clauses with the quote, and those one chunk of which has all of it.

    A clause with the quote is smallest when none below it has it too. Short clauses share the chunk of that
    above, so that one is the best that a search can find.
    """
    documents = {d.id for d in library.documents if d.source_file == citation["file"]}
    quote = squeezed(citation["quote"])
    having = [c for c in library.clauses if c.document_id in documents and quote in squeezed(c.text)]
    smallest = {clause.id for clause in having} - {clause.parent_id for clause in having if clause.parent_id}
    chunks = [c for c in library.chunks if c.document_id in documents and quote in squeezed(c.text)]
    return smallest | {chunk.clause_id for chunk in chunks}


def wanted(library: Library, expect: Mapping[str, Any]) -> Iterator[set[str]]:
    """For each citation that has to be there, the clauses that will do."""
    groups: dict[object, list[Mapping[str, str]]] = {}
    for at, citation in enumerate(expect["citations"]):
        group = "any" if expect["citation_mode"] == "any" else citation.get("group") or at
        groups.setdefault(group, []).append(citation)
    for citations in groups.values():
        yield set().union(*(right_clauses(library, citation) for citation in citations))


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.index.measure_development", description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--model", default=EmbeddingSettings().model)
    parser.add_argument("--fusion", nargs="+", default=["learned"])
    parser.add_argument("--weights", nargs="+", type=float, default=[], help="of the learned form, instead of its own")
    parser.add_argument("--show", action="store_true", help="the questions whose right clause is not first")
    chosen = parser.parse_args(arguments)
    items = [json.loads(line) for line in chosen.questions.read_text("utf-8").splitlines()]
    asked = [
        item
        for item in items
        if item["expect"]["behaviour"] == "answer" and item["expect"].get("citation_mode") != "document"
    ]
    library = ingest_paths([CORPUS])
    encoder = load_encoder(EmbeddingSettings(model=chosen.model))
    with TemporaryDirectory() as home:
        build_snapshot(library, encoder, Path(home))
        for fusion in (*chosen.fusion, *chosen.weights):
            weighed = (
                {"fusion": "learned", "learned_weight": fusion} if fusion in chosen.weights else {"fusion": fusion}
            )
            settings = RetrievalSettings.model_validate(weighed)
            service = PolicyService(Retriever.open(Path(home), encoder, settings=settings))
            for narrowed in (False, True):
                places = []
                for item in asked:
                    expect = item["expect"]
                    files = {citation["file"] for citation in expect["citations"]}
                    regions = {d.region.name for d in library.documents if d.source_file in files and d.region}
                    earlier = [turn["content"] for turn in item["history"] if turn["role"] == "user"]
                    query = " ".join([*earlier, item["question"]])
                    filters = RequestFilters(regions=sorted(regions)) if narrowed else RequestFilters()
                    hits = service.search(SearchRequestBody(query=query, filters=filters, top_k=50)).hits
                    for right in wanted(library, expect):
                        place = next((at for at, hit in enumerate(hits, 1) if hit.clause_id in right), np.inf)
                        places.append(place)
                        if chosen.show and place > 1:
                            print(f"  {place:>4} {item['id']} {query}")
                found = np.array(places)
                shares = " ".join(f"@{k} {np.mean(found <= k):.3f}" for k in (1, 3, 5, 10))
                scope = "right city" if narrowed else "no filter"
                print(f"{fusion!s:9s} {scope:11s} {shares} mrr {np.mean(1 / found):.3f} n={len(found)}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
