import gzip
import json
from pathlib import Path

import pytest

from index.errors import TrainingDataMissing
from index.training.judgements import read_judgements


def test_questions_articles_and_judgements_are_joined_by_their_names(tmp_path: Path) -> None:
    corpus = [
        {"_id": "a2", "title": "甲法第一条", "text": "甲文"},
        {"_id": "a1", "title": "乙法第二条", "text": "乙文"},
    ]
    with gzip.open(tmp_path / "corpus.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(item) + "\n" for item in corpus)
    queries = [{"_id": f"q{at}", "text": f"问{at}"} for at in range(3)]
    (tmp_path / "queries.train.jsonl").write_text("\n".join(map(json.dumps, queries)), encoding="utf-8")
    (tmp_path / "qrels.train.tsv").write_text(
        "query-id\tcorpus-id\tscore\nq2\ta1\t1\nq2\ta2\t1\nq0\ta1\t1\nq1\ta1\t0\n", encoding="utf-8"
    )
    read = read_judgements(tmp_path)
    assert read.articles == ("甲法第一条\n甲文", "乙法第二条\n乙文")
    assert read.article_ids == ("a2", "a1")
    assert read.queries == ("问0", "问2")
    assert read.query_ids == ("q0", "q2")
    assert read.relevant == ((1,), (0, 1))


def test_a_folder_without_questions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataMissing, match="训练问题"):
        read_judgements(tmp_path)
