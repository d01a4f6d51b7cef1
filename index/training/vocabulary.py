"""Which pieces of the 250,002 a Chinese policy library needs, and the smaller vocabulary made of them.

A unigram tokenizer cuts a text along its most probable path of pieces. Leaving out pieces that lie on no path
of a text leaves that text's cut as it is, since the scores of the pieces that stay are not changed. So every
piece that the texts use is kept, and beyond them what other texts may use: every single character (nothing
becomes unknown that was not), every piece of Han characters, and the common pieces of letters and digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from index.embedding.q4_weights import UnigramVocabulary
from index.embedding.unigram_tokenizer import build_tokenizer

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_HAN: Final = re.compile("▁?[\u3007\u3400-\u9fff]+")
_ASCII: Final = re.compile("▁?[!-~]+")
_BATCH: Final = 4096


def count_pieces(vocabulary: UnigramVocabulary, texts: Iterable[str]) -> NDArray[np.int64]:
    """How often each piece of ``vocabulary`` stands in the cut of ``texts``: (pieces,)."""
    tokenizer = untruncated(vocabulary)
    counts = np.zeros(len(vocabulary.pieces), np.int64)
    rest = iter(texts)
    while batch := list(islice(rest, _BATCH)):
        for encoding in tokenizer.encode_batch_fast(batch, add_special_tokens=False):
            np.add.at(counts, np.asarray(encoding.ids, np.int64), 1)
    return counts


def untruncated(vocabulary: UnigramVocabulary) -> Tokenizer:
    """The tokenizer of ``vocabulary`` without truncation or padding."""
    tokenizer = build_tokenizer(vocabulary, 512)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def needed_pieces(vocabulary: UnigramVocabulary, counts: NDArray[np.int64], letters: int) -> list[int]:
    """Ids of the pieces to keep, ascending.

    Besides what ``counts`` shows in use: the special pieces, single characters (with and without the word
    mark), pieces of Han characters, the ``letters`` most probable pieces of ASCII characters, and the least
    probable piece of all, from whose score the tokenizer derives that of an unknown character.
    """
    pieces, scores = vocabulary.pieces, vocabulary.scores
    kept = set(np.flatnonzero(counts).tolist())
    special = {vocabulary.bos, vocabulary.eos, vocabulary.pad, vocabulary.unk}
    kept |= special | {int(np.argmin(scores))}
    kept |= {at for at, piece in enumerate(pieces) if len(piece.removeprefix("▁")) <= 1 or _HAN.fullmatch(piece)}
    ascii_only = {at for at, piece in enumerate(pieces) if _ASCII.fullmatch(piece)} - special
    return sorted(kept.union(sorted(ascii_only, key=lambda at: (-scores[at], at))[:letters]))


def restrict(vocabulary: UnigramVocabulary, kept: Sequence[int]) -> UnigramVocabulary:
    """The vocabulary of the pieces ``kept`` (ascending ids), with their scores; new ids are places in ``kept``."""
    place = {old: new for new, old in enumerate(kept)}
    return UnigramVocabulary(
        pieces=tuple(vocabulary.pieces[at] for at in kept),
        scores=tuple(vocabulary.scores[at] for at in kept),
        bos=place[vocabulary.bos],
        eos=place[vocabulary.eos],
        pad=place[vocabulary.pad],
        unk=place[vocabulary.unk],
        normalised=vocabulary.normalised,
    )
