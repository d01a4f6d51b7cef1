from itertools import product

import numpy as np
import pytest
from tokenizers import Tokenizer

from index.embedding.builtin_e5 import packed_model_path
from index.embedding.q4_weights import UnigramVocabulary, read_packed_model
from index.training.vocabulary import count_pieces, needed_pieces, restrict, untruncated

pytestmark = pytest.mark.slow

TEXTS = [
    "第十六条 申请人对行政复议决定不服的，可以依法向人民法院提起行政诉讼。",
    "对首次通过高新技术企业认定的企业，给予10万元补助",
    "1000～5000万元（含），按R&D经费3.1%给予奖励；ISO9001、GB/T 19001",
    "　　２０２３年１２月３１日前　“揭榜挂帅”“赛马制”",
    "㎡ ℃ ㈠ ① Ⅳ ﹪ 〔2023〕11号 https://www.example.gov.cn/art/1.html",
]
UNSEEN = [
    "甪直镇犇犇养殖场诉㵲阳县医保局案",
    "zhangsan@example.org 提交 PDF/A-1b，Wi-Fi 6E，QoS≥99.9%",
    "丨丶丿亅龘靐齉爨",
]


@pytest.fixture(scope="module")
def whole() -> UnigramVocabulary:
    return read_packed_model(packed_model_path()).vocabulary


@pytest.fixture(scope="module")
def kept(whole: UnigramVocabulary) -> list[int]:
    return needed_pieces(whole, count_pieces(whole, TEXTS), letters=2000)


@pytest.fixture(scope="module")
def before(whole: UnigramVocabulary) -> Tokenizer:
    return untruncated(whole)


@pytest.fixture(scope="module")
def after(whole: UnigramVocabulary, kept: list[int]) -> Tokenizer:
    return untruncated(restrict(whole, kept))


def test_texts_that_were_counted_are_cut_as_before(
    whole: UnigramVocabulary, kept: list[int], before: Tokenizer, after: Tokenizer
) -> None:
    assert len(kept) < len(whole.pieces) / 8
    for text in TEXTS:
        assert after.encode(text).tokens == before.encode(text).tokens


def test_new_ids_are_places_in_the_list_of_kept_ids(kept: list[int], before: Tokenizer, after: Tokenizer) -> None:
    for text in TEXTS:
        assert [kept[at] for at in after.encode(text).ids] == before.encode(text).ids


def test_no_character_of_a_text_never_seen_becomes_unknown_that_was_not(
    whole: UnigramVocabulary, kept: list[int], before: Tokenizer, after: Tokenizer
) -> None:
    unknown = kept.index(whole.unk)
    for text in UNSEEN:
        assert after.encode(text).ids.count(unknown) == before.encode(text).ids.count(whole.unk)


def test_counts_are_of_the_cut_that_has_the_highest_score() -> None:
    # Scores by hand: 政策 in one piece -3, in two -5; 策略 in one piece -9, in two -4.
    vocabulary = tiny(("▁", -1.0), ("政", -2.5), ("策", -2.5), ("政策", -3.0), ("略", -1.5), ("策略", -9.0))
    cuts = {"政策": ["▁", "政策"], "策略": ["▁", "策", "略"]}
    for text, cut in cuts.items():
        assert best_cut(vocabulary, "▁" + text) == cut
        assert untruncated(vocabulary).encode(text, add_special_tokens=False).tokens == cut
    assert count_pieces(vocabulary, [*cuts, "政策"])[4:].tolist() == [3, 0, 1, 2, 1, 0]


def test_kept_are_used_special_single_han_and_the_likeliest_ascii_pieces_and_the_least_likely_of_all() -> None:
    vocabulary = tiny(
        ("▁", -1.0), ("政", -2.0), ("政策", -3.0), ("ab", -4.0), ("cd", -5.0), ("ее", -6.0), ("ии", -7.0), ("зз", -8.0)
    )
    counts = np.zeros(12, np.int64)
    counts[9] = 1  # ее
    kept = needed_pieces(vocabulary, counts, letters=1)
    assert [vocabulary.pieces[at] for at in kept] == [
        "<s>",
        "<pad>",
        "</s>",
        "<unk>",
        "▁",
        "政",
        "政策",
        "ab",
        "ее",
        "зз",
    ]


def tiny(*scored: tuple[str, float]) -> UnigramVocabulary:
    special = ("<s>", "<pad>", "</s>", "<unk>")
    return UnigramVocabulary(
        pieces=(*special, *(piece for piece, _ in scored)),
        scores=(0.0, 0.0, 0.0, 0.0, *(score for _, score in scored)),
        bos=0,
        eos=2,
        pad=1,
        unk=3,
        normalised={},
    )


def best_cut(vocabulary: UnigramVocabulary, text: str) -> list[str]:
    """All ways to set cuts, tried out."""
    score = dict(zip(vocabulary.pieces, vocabulary.scores, strict=True))
    ways = []
    for marks in product([False, True], repeat=len(text) - 1):
        parts, start = [], 0
        for at, mark in enumerate([*marks, True], 1):
            if mark:
                parts.append(text[start:at])
                start = at
        if all(part in score for part in parts):
            ways.append((sum(score[part] for part in parts), parts))
    return max(ways)[1]
