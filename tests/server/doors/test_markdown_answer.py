"""The Markdown of an answer: what a document says is shown, never acted on."""

from __future__ import annotations

from markdown_it import MarkdownIt

from server.contract import AskResponse, Citation, Notice
from server.markdown_answer import answer_markdown, notes_markdown

HOSTILE = (
    "<img src=x onerror=alert(1)> ![p](http://evil.example/p.png) [点我](http://evil.example) `a` *b* | ~c~\n# 大字"
)


def hostile_response() -> AskResponse:
    citation = Citation(
        marker=1,
        document_id="d",
        document_title=HOSTILE,
        doc_number=HOSTILE,
        issuer=None,
        region="某市",
        doc_status="unknown",
        source_file="f.txt",
        clause_id="d:1",
        clause_label=HOSTILE,
        clause_path=[HOSTILE, HOSTILE],
        text=HOSTILE,
        quote=HOSTILE,
        start=0,
        end=len(HOSTILE),
        scores={},
    )
    notice = Notice(code="draft", message=HOSTILE)
    return AskResponse(
        id="ask-1",
        snapshot="s",
        status="answered",
        mode="extractive",
        answer=f"{HOSTILE} 100万元。[1]",
        citations=[citation],
        notices=[notice],
    )


def test_nothing_of_a_document_becomes_markup() -> None:
    response = hostile_response()
    renderer = MarkdownIt("commonmark", {"html": True})
    html = renderer.render(answer_markdown(response) + notes_markdown(response))
    for tag in ("<img", "<a ", "<code", "<em"):
        assert tag not in html.partition("<strong>依据</strong>")[2]
    for tag in ("<img", "<a "):
        assert tag not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html


def test_a_marker_stays_as_it_is_printed() -> None:
    assert answer_markdown(hostile_response()).endswith("100万元。[1]")
    assert "- [1] 《" in notes_markdown(hostile_response())
