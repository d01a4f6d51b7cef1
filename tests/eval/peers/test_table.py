"""The table of the comparison; ratios written out."""

from __future__ import annotations

from eval.peers.measurement import Measured
from eval.peers.roster import load_roster
from eval.peers.table import Row, Table, markdown

FIGURES = dict.fromkeys(("clause_at_1", "clause_at_5", "clause_at_10", "mrr", "ndcg", "within_1000"), 0.5)


def measured(index: float, p50: float, p99: float, peak: float) -> Measured:
    return Measured(FIGURES, 1200, 250.0, index, 1.0, p50, p99, peak)


def table(*rows: Row) -> Table:
    return Table(
        questions_file="q.jsonl",
        questions_sha256="0" * 64,
        questions=2,
        documents=1,
        embedding="e",
        rounds=1,
        python="3.11.0",
        rows=rows,
    )


def row(name: str, found: Measured | None, **more: str) -> Row:
    return Row.model_validate(
        {"name": name, "label": name.upper(), "how": "a|b", "versions": {"lib": "1.2"}, "measured": found, **more}
    )


def test_times_and_memory_are_ratios_to_ours() -> None:
    told = markdown(table(row("policyqa", measured(4, 10, 20, 200)), row("other", measured(2, 30, 10, 500))))
    cells = [cell.strip() for cell in next(line for line in told.splitlines() if "| OTHER" in line).split("|")][1:-1]
    # 2 / 4, 30 / 10, 10 / 20 and 500 / 200.
    assert cells == ["OTHER", *["0.500"] * 6, "250", "1,200", "0.50", "3.00", "0.50", "2.50"]
    assert "建库 4.00 秒" in told
    assert "a\\|b" in told


def test_who_could_not_be_measured_is_told_with_the_reason() -> None:
    told = markdown(
        table(
            row("policyqa", measured(4, 10, 20, 200)),
            row("gone", None, failed_at="install", reason="no such version"),
        )
    )
    assert "- GONE：装不上。no such version" in told
    assert sum("GONE" in line for line in told.splitlines()) == 2  # in no table of figures


def test_every_peer_of_the_roster_has_its_environment_and_its_worker() -> None:
    from importlib.util import find_spec

    roster = load_roster()
    assert {peer.environment for peer in roster.peers} == set(roster.environments)
    assert all(find_spec(f"eval.peers.workers.{peer.worker}") for peer in roster.peers)
    assert len({peer.name for peer in roster.peers}) == len(roster.peers)
    pins = [package for env in roster.environments.values() for step in env.steps for package in step]
    assert all("==" in package for package in pins)
