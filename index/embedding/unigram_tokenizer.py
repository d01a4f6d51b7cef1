"""The XLM-RoBERTa tokenizer, rebuilt with the ``tokenizers`` library from the pieces in the packed model.

The original normaliser is SentencePiece's ``nmt_nfkc`` as a compiled character map. The packed model carries
that map for single characters only; the library's ``Nmt`` and ``NFKC`` normalisers together make the same of
every character (and of combining sequences, which the map in the file cannot) but for ``_KEPT``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from index.embedding.q4_weights import UnigramVocabulary

# Characters that nmt_nfkc keeps and NFKC changes: the full-width tilde (Chinese ranges: 5～10 万元) and one
# ideograph younger than the map. Each steps aside to a Unicode noncharacter while NFKC is applied.
_KEPT: Final = {"\uff5e": "\ufdd0", "\U0001f23b": "\ufdd1"}


def build_tokenizer(vocabulary: UnigramVocabulary, max_tokens: int) -> Tokenizer:
    """The tokenizer with ``<s> … </s>`` around every text, truncation at ``max_tokens`` and padding."""
    from tokenizers import (
        AddedToken,
        Regex,
        Tokenizer,
        decoders,
        models,
        normalizers,
        pre_tokenizers,
        processors,
    )

    pieces = vocabulary.pieces
    pairs = list(zip(pieces, vocabulary.scores, strict=True))
    tokenizer = Tokenizer(models.Unigram(pairs, unk_id=vocabulary.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            *(normalizers.Replace(kept, aside) for kept, aside in _KEPT.items()),
            normalizers.Nmt(),
            normalizers.NFKC(),
            *(normalizers.Replace(aside, kept) for kept, aside in _KEPT.items()),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    bos, eos, pad = pieces[vocabulary.bos], pieces[vocabulary.eos], pieces[vocabulary.pad]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}", special_tokens=[(bos, vocabulary.bos), (eos, vocabulary.eos)]
    )
    tokenizer.add_special_tokens(
        [AddedToken(token, normalized=False) for token in (bos, pad, eos, pieces[vocabulary.unk])]
    )
    tokenizer.enable_truncation(max_tokens)
    tokenizer.enable_padding(pad_id=vocabulary.pad, pad_token=pad)
    return tokenizer
