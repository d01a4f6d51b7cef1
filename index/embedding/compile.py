"""A float32 model made fit to ship: ``python -m index.embedding.compile FLOAT32_FOLDER OUT_FOLDER``.

The input is a sentence-transformers folder around a Hugging Face BERT (``config.json``, ``model.safetensors``,
``tokenizer.json``, prompts in ``config_sentence_transformers.json``) with mean pooling. The output is a
sentence-transformers folder too, with int8 weights that OpenVINO runs (see ``bert_graph``). The same input gives
the same bytes.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import openvino as ov
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from index.embedding.bert_graph import BertSizes, build_graph
from index.embedding.compiled_model import DESCRIPTION, GRAPH, PROMPTS_FILE, TOKENIZER, Description

CARD: Final = "README.md"
MODULE: Final = "index.embedding.sentence_module.CompiledSentenceModule"


def compile_model(source: Path, target: Path) -> None:
    """Write the compiled form of the model in ``source`` into the new folder ``target``.

    Raises:
        ValueError: the model is of another kind than this can compile.
        FileExistsError: ``target`` is there already.
        OSError: a file is missing or cannot be written.
    """
    config = _json(source / "config.json")
    _check(source, config)
    sizes = BertSizes(
        config["hidden_size"],
        config["num_hidden_layers"],
        config["num_attention_heads"],
        config["layer_norm_eps"],
    )
    model = build_graph(load_file(source / "model.safetensors"), sizes)
    if target.exists():
        raise FileExistsError(f"{target} exists already")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as scratch:
        made = Path(scratch, "made")
        made.mkdir(mode=0o755)
        ov.save_model(model, made / GRAPH, compress_to_fp16=False)
        _write_tokenizer(source, made)
        description = Description(dim=sizes.hidden, max_tokens=config["max_position_embeddings"])
        (made / DESCRIPTION).write_text(description.model_dump_json(indent=2) + "\n", "utf-8")
        modules = [{"idx": 0, "name": "0", "path": "", "type": MODULE}]
        (made / "modules.json").write_text(json.dumps(modules, indent=2) + "\n", "utf-8")
        prompts = {
            "model_type": "SentenceTransformer",
            "prompts": _json(source / PROMPTS_FILE).get("prompts", {}),
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        }
        (made / PROMPTS_FILE).write_text(json.dumps(prompts, indent=2, ensure_ascii=False) + "\n", "utf-8")
        if (source / CARD).is_file():
            shutil.copyfile(source / CARD, made / CARD)
        made.rename(target)


def _check(source: Path, config: dict[str, Any]) -> None:
    expected = {"model_type": "bert", "hidden_act": "gelu"}
    found = {key: config.get(key, "gelu" if key == "hidden_act" else None) for key in expected}
    if found != expected:
        raise ValueError(f"{source}: expected {expected}, found {found}")
    if config.get("position_embedding_type", "absolute") != "absolute":
        raise ValueError(f"{source}: positions must be absolute")
    pooling = source / "1_Pooling" / "config.json"
    if pooling.exists():
        described = _json(pooling)
        chosen = described.get("pooling_mode") or [key for key, value in described.items() if value is True]
        if "mean" not in str(chosen):
            raise ValueError(f"{source}: only mean pooling can be compiled, found {chosen}")


def _write_tokenizer(source: Path, target: Path) -> None:
    """The tokenizer with neither padding nor truncation of its own: both are up to who runs the model."""
    tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(target / TOKENIZER), pretty=False)


def _json(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return read


def main(arguments: Sequence[str]) -> None:
    """Parse the command line, compile, say what it weighs."""
    parser = argparse.ArgumentParser(prog="python -m index.embedding.compile", description=__doc__)
    parser.add_argument("source", type=Path, help="float32 sentence-transformers folder")
    parser.add_argument("target", type=Path, help="folder to be made")
    chosen = parser.parse_args(arguments)
    compile_model(chosen.source, chosen.target)
    for path in sorted(chosen.target.rglob("*")):
        print(f"{path.stat().st_size:>11,} {path.relative_to(chosen.target)}")


if __name__ == "__main__":
    main(sys.argv[1:])
