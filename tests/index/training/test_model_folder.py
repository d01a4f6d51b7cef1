from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

from index.training.model_folder import save_folder
from index.training.replicated_encoder import mean_vectors
from tests.index.training.tiny_model import tiny_bert, tiny_tokenizer, tiny_vocabulary


def test_the_folder_gives_the_vectors_of_the_encoder_after_the_prompts_of_e5(tmp_path: Path) -> None:
    bert = tiny_bert().eval()
    save_folder(bert, tiny_vocabulary(), tmp_path / "model")
    model = SentenceTransformer(str(tmp_path / "model"), device="cpu", local_files_only=True)
    assert model.max_seq_length == 40
    for name, prompt in (("query", "query: "), ("document", "passage: ")):
        tokens = [tiny_tokenizer().encode(prompt + text).ids for text in ("企业补助", "申请")]
        with torch.no_grad():
            expected = mean_vectors(bert, tokens, pad=1).numpy()
        found = model.encode(["企业补助", "申请"], prompt_name=name)
        np.testing.assert_allclose(found, expected, atol=1e-5)


def test_the_same_weights_make_the_same_files(tmp_path: Path) -> None:
    for name in ("one", "other"):
        save_folder(tiny_bert(), tiny_vocabulary(), tmp_path / name)
    files = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file())
    assert len(files) > 5
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "other" / file).read_bytes()
