import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from index.training.course import Course
from index.training.material import Material, prepare
from index.training.recipe import Recipe, Stage

pytestmark = pytest.mark.slow

ARTICLES = [
    ("养老条例第一条", "养老机构应当与老年人签订服务协议。服务协议应当载明收费标准。"),
    ("养老条例第二条", "养老机构违反本条例第一条规定的，由民政部门责令改正。"),
    ("土地法第一条", "承包方可以转让土地经营权，发包方不得收回承包地。"),
    ("土地法第二条", "承包期内，承包农户进城落户的，引导支持其有偿退出。"),
    ("劳动法第一条", "用人单位应当按月足额支付劳动报酬，不得拖欠工资。"),
    ("劳动法第二条", "用人单位与劳动者建立劳动关系，应当订立书面劳动合同。"),
]
QUERIES = [
    "养老院不给签合同怎么办",
    "村里能收回我家的地吗",
    "老板拖欠工资怎么办",
    "没签劳动合同算上班吗",
    "进城后承包地怎么办",
]
JUDGED = [0, 2, 4, 5, 3]
WRITTEN = [("养老条例", "第二条", "养老院不签协议谁来管"), ("劳动法", "第一条", "工资能拖着不发吗")]
INVENTED = {
    "title": "某市补助办法",
    "path": "二、标准",
    "text": "首次认定的，给予五万元补助。",
    "questions": ["头一回认定给多少"],
}
STAGES = (
    Stage(name="pairs", steps=2, questions=0, negatives=0, pairs=3, rate_from=1e-5, rate_to=1e-4),
    Stage(
        name="mined",
        steps=3,
        questions=2,
        negatives=1,
        pairs=1,
        mined="model",
        rate_from=1e-4,
        rate_to=1e-4,
        share=0.5,
        written=2,
        written_negatives=1,
    ),
)
RECIPE = Recipe(letters=100, held_out=0.4, checkpoint_every=1, average=0.5, pool_lexical=2, stages=STAGES)


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("training")
    judged = folder / "statutes"
    judged.mkdir()
    with gzip.open(judged / "corpus.jsonl.gz", "wt", encoding="utf-8") as file:
        for at, (title, text) in enumerate(ARTICLES):
            file.write(json.dumps({"_id": f"a{at}", "title": title, "text": text}) + "\n")
    lines = [json.dumps({"_id": f"q{at}", "text": text}) for at, text in enumerate(QUERIES)]
    (judged / "queries.train.jsonl").write_text("\n".join(lines), encoding="utf-8")
    rows = [f"q{at}\ta{article}\t1" for at, article in enumerate(JUDGED)]
    (judged / "qrels.train.tsv").write_text("\n".join(["query-id\tcorpus-id\tscore", *rows]), encoding="utf-8")
    clauses = [
        {
            "document_id": title[:-3],
            "document_title": title[:-3],
            "kind": "article",
            "label": title[-3:],
            "heading": "",
            "path": ["第一章 总则", title[-3:]],
            "text": f"{title[-3:]} {text}",
        }
        for title, text in ARTICLES
    ]
    (folder / "clauses.jsonl").write_text("\n".join(map(json.dumps, clauses)), encoding="utf-8")
    questions = folder / "questions"
    questions.mkdir()
    (questions / "laws.tsv").write_text("\n".join("\t".join(row) for row in WRITTEN), encoding="utf-8")
    (questions / "invented.jsonl").write_text(json.dumps(INVENTED, ensure_ascii=False), encoding="utf-8")
    return folder


def material(work: Path) -> Material:
    return prepare(work / "statutes", work / "clauses.jsonl", work / "questions", work, RECIPE, lambda _: None)


@pytest.fixture(scope="module")
def finished(work: Path) -> dict[str, object]:
    course = Course(material(work), RECIPE, work, 2, lambda _: None)
    course.train()
    return course.finish()


def test_the_report_has_the_figures_of_the_vectors_that_were_written(work: Path, finished: dict[str, object]) -> None:
    assert json.loads((work / "report.json").read_text("utf-8")) == json.loads(json.dumps(finished))
    held = json.loads((work / "split.json").read_text("utf-8"))["held_out"]
    rows = [int(name[1:]) for name in held]
    assert len(rows) == 2
    passages = np.load(work / "corpus.npy").astype(np.float32)
    queries = np.load(work / "queries.npy").astype(np.float32)
    # Without the right one itself: a product in a matrix and one by itself differ in the last digit on some processors.
    others = [np.delete(passages, JUDGED[row], axis=0) @ queries[row] for row in rows]
    own = [passages[JUDGED[row]] @ queries[row] for row in rows]
    ranks = [1 + int((scores > score).sum()) for scores, score in zip(others, own, strict=True)]
    figures = finished["figures"]["held_out"]  # type: ignore[index]
    assert figures["mrr_10"] == pytest.approx(np.mean([1 / rank for rank in ranks]))
    assert figures["recall_10"] == 1.0  # there are but six articles
    assert figures["questions"] == 2


def test_the_folder_written_is_a_sentence_transformer_that_gives_these_vectors(
    work: Path, finished: dict[str, object]
) -> None:
    model = SentenceTransformer(str(work / "float32"), device="cpu", local_files_only=True)
    passages = model.encode([f"{title}\n{text}" for title, text in ARTICLES], prompt_name="document")
    written = np.load(work / "corpus.npy").astype(np.float32)
    assert ((passages * written).sum(axis=1) > 0.999).all()
    asked = model.encode(QUERIES, prompt_name="query")
    assert ((asked * np.load(work / "queries.npy").astype(np.float32)).sum(axis=1) > 0.999).all()


def test_questions_held_out_are_neither_trained_nor_mined_on(work: Path, finished: dict[str, object]) -> None:
    split = json.loads((work / "split.json").read_text("utf-8"))
    mined = json.loads((work / "negatives-mined-judged.json").read_text("utf-8"))
    assert len(mined) == len(split["trained"]) == 3
    for name, found in zip(split["trained"], mined, strict=True):
        assert JUDGED[int(name[1:])] not in found["negatives"] + found["neutral"]
        assert found["negatives"]


def test_written_questions_are_trained_with_negatives_and_their_articles_are_not_measured_on(
    work: Path, finished: dict[str, object]
) -> None:
    mined = json.loads((work / "negatives-mined-written.json").read_text("utf-8"))
    assert [len(found["negatives"]) > 0 for found in mined] == [True, True, True]
    assert 4 not in mined[1]["negatives"]  # sorted by article: 养老条例第二条 is 1, 劳动法第一条 is 4
    assert len(np.load(work / "corpus.npy")) == len(ARTICLES)
    assert len(np.load(work / "queries.npy")) == len(QUERIES)


def test_a_finished_training_started_again_trains_no_more(work: Path, finished: dict[str, object]) -> None:
    course = Course(material(work), RECIPE, work, 2, lambda _: None)
    assert course.run.stage == len(STAGES)
    course.train()
    assert course.finish() == finished


def test_a_stage_over_everything_learns_what_was_held_out_after_its_figures_were_taken(
    work: Path, finished: dict[str, object], tmp_path: Path
) -> None:
    last = Stage(name="all", steps=1, questions=3, negatives=1, everything=True, rate_from=1e-4, rate_to=1e-4)
    recipe = RECIPE.model_copy(update={"stages": (*STAGES, last)})
    course = Course(material(work), recipe, tmp_path, 2, lambda _: None)
    course.train()
    mined = json.loads((tmp_path / "negatives-all-judged.json").read_text("utf-8"))
    assert len(mined) == len(QUERIES)
    report = course.finish()
    # The figures are those that the same stages without the last one give, the weights are not.
    assert report["figures"] == finished["figures"]
    before, after = (SentenceTransformer(str(at / "float32"), device="cpu") for at in (work, tmp_path))
    assert abs(before.encode(QUERIES) - after.encode(QUERIES)).max() > 1e-5
