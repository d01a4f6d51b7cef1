"""A BERT of two small layers with fixed weights, and a tokenizer of single characters for it."""

import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from index.embedding.q4_weights import UnigramVocabulary
from index.training.vocabulary import untruncated

CHARACTERS = "的企业补助申请条件办理"


def tiny_vocabulary() -> UnigramVocabulary:
    pieces = ("<s>", "<pad>", "</s>", "<unk>", "▁", *CHARACTERS)
    scores = (0.0, 0.0, 0.0, 0.0, *(-1.0 - 0.1 * at for at in range(len(pieces) - 4)))
    return UnigramVocabulary(pieces, scores, bos=0, eos=2, pad=1, unk=3, normalised={})


def tiny_tokenizer() -> Tokenizer:
    return untruncated(tiny_vocabulary())


def tiny_bert() -> BertModel:
    torch.manual_seed(5)
    config = BertConfig(
        vocab_size=len(tiny_vocabulary().pieces),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=40,
        pad_token_id=1,
    )
    bert = BertModel(config, add_pooling_layer=False)
    with torch.no_grad():
        for weight in bert.encoder.parameters():
            weight.add_(torch.randn_like(weight) * 0.2)
    return bert
