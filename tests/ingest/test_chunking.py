"""Chunks: whole where they are short, on sentence ends where they are not, always back to their clause."""

from ingest.chunking import CHUNK_CHARS
from ingest.model import ClauseKind
from tests.ingest.trees import take

_SENTENCE = "对符合条件的企业给予最高五十万元的一次性奖励，所需资金由市财政和区县财政按照规定比例分担。"


def test_a_long_clause_is_split_on_sentence_ends(tmp_path):
    body = _SENTENCE * 20
    text = f"某市关于奖补的措施\n一、奖补\n1.平台奖补。{body}\n"
    taken = take(tmp_path, text, "a.txt")
    (clause,) = (c for c in taken.clauses if c.label == "1.")
    chunks = [c for c in taken.chunks if c.clause_id == clause.id]
    # 20 sentences of 45 characters after "1.平台奖补。": seven fit beside it in the first chunk, eight in the next
    assert len(_SENTENCE) == 45
    assert len(chunks) == 3
    assert all(c.text.endswith("。") and len(c.text) <= CHUNK_CHARS for c in chunks)
    assert "".join(c.text for c in chunks) == clause.text
    assert [c.span.cut(text) for c in chunks] == [c.text for c in chunks]


def test_an_article_is_one_chunk_with_its_paragraphs_and_items(tmp_path):
    text = "# 某条例\n\n第一条 条件如下：\n\n（一）甲；\n\n（二）乙。\n\n前款规定除外。\n\n第二条 施行。\n"
    chunks = [c for c in take(tmp_path, text).chunks if not c.text.startswith("某条例")]
    assert [c.text for c in chunks] == [
        "第一条 条件如下：\n\n（一）甲；\n\n（二）乙。\n\n前款规定除外。",
        "第二条 施行。",
    ]


def test_a_long_article_breaks_where_an_item_begins(tmp_path):
    items = "\n\n".join(f"（{n}）{_SENTENCE}{_SENTENCE}" for n in "一二三四五六")
    text = f"# 某条例\n\n第一条 奖励如下：\n\n{items}\n"
    taken = take(tmp_path, text)
    (article,) = (c for c in taken.clauses if c.kind is ClauseKind.ARTICLE)
    chunks = [c for c in taken.chunks if c.clause_id == article.id]
    assert len(chunks) > 1
    assert all(c.text.startswith("（") for c in chunks[1:])


def test_policy_items_are_chunks_of_their_own_and_headings_only_lead_them(tmp_path):
    text = "某市措施\n一、平台\n1.甲平台。给予10万元。\n2.乙平台。给予20万元。\n"
    chunks = take(tmp_path, text, "a.txt").chunks[1:]
    assert [c.text for c in chunks] == ["1.甲平台。给予10万元。", "2.乙平台。给予20万元。"]
    assert all("一、平台" in c.prefix for c in chunks)


def test_every_character_of_a_clause_is_in_some_chunk(tmp_path):
    text = f"# 某条例\n\n第一章 总则\n\n第一条 {_SENTENCE * 30}\n\n另起一款。\n\n第二条 短。\n"
    taken = take(tmp_path, text)
    covered = {i for c in taken.chunks for i in range(c.span.start, c.span.end)}
    for clause in taken.clauses:
        if clause.kind is not ClauseKind.DIVISION:
            assert all(i in covered or text[i].isspace() for i in range(clause.span.start, clause.span.end))
