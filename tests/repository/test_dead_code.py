"""Nothing that is defined or imported and that nothing of the program uses (vulture; settings: pyproject.toml)."""

from __future__ import annotations

from vulture import Vulture

from tests.repository.root import ROOT, pyproject

# What programs in Python ask the service with: each address has its method, whether or not one of ours needs it.
_CLIENT = ROOT / "server" / "client.py"
# Written for the classes of other programs, which call them.
_STRANGERS = ROOT / "eval" / "peers" / "workers"
_KINDS = {"function", "method", "property", "class", "import", "unreachable_code"}

USED_FROM_OUTSIDE = {
    # Called by the libraries that these are written for.
    "preprocess": "sentence-transformers: the interface of a module",
    "forward": "torch: the interface of a module",
    "do_POST": "http.server: what a handler answers with",
    "log_message": "http.server: what a handler logs with",
    "settings_customise_sources": "pydantic-settings: where settings come from",
    "embed_documents": "langchain: the interface of an embedding",
    "embed_query": "langchain: the interface of an embedding",
    "_get_text_embedding": "llama-index: the interface of an embedding",
    "_get_text_embeddings": "llama-index: the interface of an embedding",
    "_get_query_embedding": "llama-index: the interface of an embedding",
    "_aget_query_embedding": "llama-index: the interface of an embedding",
    "process_bind_param": "sqlalchemy: the interface of a type of column",
    # What the project offers to others who write Python.
    "CHINESE": "the numerals of official texts, both ways",
    "INTERNAL": "a group that every service has, named where keys and visibility are given",
    "load_sentence_transformer": "a way into other tools that take sentence-transformers models",
    "read_amount": "the numerals of official texts, both ways",
    "write_amount": "the numerals of official texts, both ways",
    "read_ratio": "the numerals of official texts, both ways",
    "write_ratio": "the numerals of official texts, both ways",
    "read_plan": "the numerals of official texts, both ways",
    "write_plan": "the numerals of official texts, both ways",
    # What tests compare the program with or look into it by.
    "mean_vectors": "the plain encoder that the replicated one is compared with",
    "approximate": "whether a store searches by clusters",
    "delete_document": "what a store of chunks can do; a snapshot is loaded whole and never changed",
    "count_open": "whether the jobs are done",
    "source_span": "where a sentence stands in its source",
}


def test_nothing_is_left_over() -> None:
    configured = pyproject()["tool"]["vulture"]
    search = Vulture(ignore_decorators=configured["ignore_decorators"])
    search.scavenge([str(ROOT / path) for path in configured["paths"]])
    unused = {
        found.name: f"{found.filename}:{found.first_lineno}"
        for found in search.get_unused_code()
        if (found.typ in _KINDS or (found.typ == "variable" and found.name.isupper()))
        and found.filename != _CLIENT
        and _STRANGERS not in found.filename.parents
    }
    assert {name: place for name, place in unused.items() if name not in USED_FROM_OUTSIDE} == {}
