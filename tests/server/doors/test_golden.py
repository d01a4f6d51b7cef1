"""The values the other tests assert, against the files."""

from __future__ import annotations

from tests.library import source_text
from tests.server.doors import golden


def test_the_golden_words_stand_in_the_files() -> None:
    rizhao, liaocheng = source_text(golden.RIZHAO_FILE), source_text(golden.LIAOCHENG_FILE)
    for words in (golden.VENTURE_SENTENCE, golden.RIZHAO_TITLE, *golden.VENTURE_PATH):
        assert words in rizhao
    for words in (golden.HIGH_TECH_SENTENCE, golden.LIAOCHENG_NUMBER):
        assert words in liaocheng
