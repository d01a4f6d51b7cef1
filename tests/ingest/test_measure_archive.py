"""The archive measurement on an archive small enough to count by hand."""

import tarfile

from tests.ingest.measure_archive import counted_articles, measure


def test_figures_of_three_laws(tmp_path):
    folder = tmp_path / "laws"
    folder.mkdir()
    first = "# 甲条例\n\n第一条 甲。\n\n第二条 乙。\n"
    second = "# 修正案\n\n一、第三条修改为：“第三条 丙。\n\n第四条 丁。”\n\n二、施行。\n"
    third = "# 乙条例\n\n第一条 甲。\n\n第九十九条 另有约定的除外。\n\n第二条 乙。\n"
    for name, text in (("甲", first), ("修正案", second), ("乙", third)):
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    (folder / "_index.md").write_text("---\n---\n", encoding="utf-8")
    figures = measure(folder)
    assert figures.files == 3
    assert figures.failures == []
    assert (figures.counted, figures.found, figures.both) == (5, 4, 4)
    assert figures.missing == [("乙.md", "第九十九条 另有约定的除外。")]
    assert figures.extra == []
    assert figures.untiled == []
    assert figures.unresolved_chunks == figures.repeated_ids == 0
    assert figures.source_bytes == sum(len(t.encode()) for t in (first, second, third))
    assert measure(folder).digest == figures.digest


def test_the_plain_count_leaves_out_quotations_and_tables():
    text = "第一条 甲\n| 第二条 | 罪名 |\n“第三条 乙\n第四条 丙”\n## 第五条 丁\n第 六 条 戊\n见第七条\n"
    assert sorted(counted_articles(text).values()) == sorted(["第一条 甲", "## 第五条 丁", "第 六 条 戊"])


def test_a_packed_archive_is_read_like_a_folder(tmp_path, monkeypatch, capsys):
    from tests.ingest import measure_archive

    law = tmp_path / "甲.md"
    law.write_text("# 甲条例\n\n第一条 甲。\n", encoding="utf-8")
    packed = tmp_path / "laws.tar.gz"
    with tarfile.open(packed, "w:gz") as archive:
        archive.add(law, "laws/甲.md")
    monkeypatch.setattr("sys.argv", ["measure_archive", "--archive", str(packed), "--once"])
    measure_archive.main()
    assert "recovered 100.0000%" in capsys.readouterr().out
