"""The pruned model as a plain sentence-transformers folder: BERT weights, tokenizer, mean pooling, unit vectors."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import Normalize
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from index.embedding.builtin_e5 import PROMPTS, bert_state
from index.embedding.q4_weights import PackedModel, UnigramVocabulary, dequantise
from index.embedding.unigram_tokenizer import build_tokenizer


def pruned_bert(model: PackedModel, kept: list[int], pad: int) -> BertModel:
    """The encoder in ``model`` with the word vectors of the pieces ``kept`` only, in float32."""
    sizes = model.architecture
    config = BertConfig(
        vocab_size=len(kept),
        hidden_size=sizes.hidden,
        num_hidden_layers=sizes.layers,
        num_attention_heads=sizes.heads,
        intermediate_size=sizes.feed_forward,
        max_position_embeddings=sizes.positions,
        type_vocab_size=sizes.token_types,
        layer_norm_eps=sizes.layer_norm_eps,
        pad_token_id=pad,
    )
    bert = BertModel(config, add_pooling_layer=False)
    words = dequantise(model.blocks("emb.word", sizes.vocabulary, sizes.hidden)[np.asarray(kept)])
    state = bert_state(model) | {
        "embeddings.word_embeddings.weight": torch.from_numpy(words.reshape(len(kept), sizes.hidden))
    }
    bert.load_state_dict(state)
    return bert.eval()


def save_folder(bert: BertModel, vocabulary: UnigramVocabulary, folder: Path) -> None:
    """Write encoder and tokenizer into ``folder`` as a SentenceTransformer with the prompts of the model."""
    positions = bert.config.max_position_embeddings
    with tempfile.TemporaryDirectory() as plain:
        bert.save_pretrained(plain)
        _fast(build_tokenizer(vocabulary, positions), vocabulary, positions).save_pretrained(plain)
        encoder = Transformer(plain, max_seq_length=positions)
    # The library adds a layer that is not used, with random weights: the same model would make different files.
    with torch.no_grad():
        for weight in encoder.auto_model.pooler.parameters():
            weight.zero_()
    modules = [encoder, Pooling(bert.config.hidden_size, "mean"), Normalize()]
    SentenceTransformer(modules=modules, device="cpu", prompts=dict(PROMPTS)).save(str(folder), create_model_card=False)


def _fast(tokenizer: Tokenizer, vocabulary: UnigramVocabulary, positions: int) -> PreTrainedTokenizerFast:
    pieces = vocabulary.pieces
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        model_max_length=positions,
        model_input_names=["input_ids", "attention_mask"],
        bos_token=pieces[vocabulary.bos],
        cls_token=pieces[vocabulary.bos],
        eos_token=pieces[vocabulary.eos],
        sep_token=pieces[vocabulary.eos],
        pad_token=pieces[vocabulary.pad],
        unk_token=pieces[vocabulary.unk],
    )
