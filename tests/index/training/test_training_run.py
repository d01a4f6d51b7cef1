from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from index.training.batches import Batch, Question, draw_batch
from index.training.clause_pairs import Pair
from index.training.recipe import Recipe, Stage
from index.training.replicated_encoder import ReplicatedEncoder
from index.training.training_run import TrainingRun
from tests.index.training.tiny_model import tiny_bert, tiny_tokenizer

pytestmark = pytest.mark.slow

FIRST = Stage(
    name="pairs", steps=5, questions=0, negatives=0, pairs=3, rate_from=1e-3, rate_to=1e-2, frozen_layers=0, share=0.5
)
SECOND = Stage(
    name="questions",
    steps=7,
    questions=2,
    negatives=1,
    pairs=1,
    gaps=0.3,
    rate_from=1e-2,
    rate_to=1e-3,
    frozen_layers=1,
    share=0.25,
)
Told = tuple[str, int, float]
RECIPE = Recipe(checkpoint_every=2, memory=4, temperature=0.1, stages=(FIRST, SECOND))
ARTICLES = ["企业补助", "申请条件", "办理补助", "企业的条件", "申请办理"]
QUESTIONS = [
    Question("补助申请", (0,), (1, 3), frozenset({2})),
    Question("办理条件", (1, 4), (0, 2), frozenset()),
    Question("企业办理", (2,), (3, 4), frozenset()),
]
PAIRS = [Pair("sentence", text[:2], text) for text in ARTICLES]


def batches(stage: Stage) -> Callable[[int], Batch]:
    def batch(step: int) -> Batch:
        return draw_batch(stage, QUESTIONS, [], PAIRS, ARTICLES, stage.name, step)

    return batch


def begin(checkpoint: Path) -> TrainingRun:
    encoder = ReplicatedEncoder(tiny_bert(), pad=1, replicas=2, group=3, dtype=torch.float32)
    return TrainingRun(encoder, tiny_tokenizer(), RECIPE, checkpoint)


def train(run: TrainingRun, stages: tuple[Stage, ...], stop_after: int | None = None) -> list[Told]:
    told = []
    for stage in stages[run.stage :]:
        for progress in run.run(stage, batches(stage)):
            told.append((progress.stage, progress.step, progress.loss))
            if len(told) == stop_after:
                return told
    return told


def test_a_training_that_was_stopped_and_resumed_ends_with_the_very_weights(tmp_path: Path) -> None:
    stages = (FIRST, SECOND.model_copy(update={"frozen_layers": 0}))
    whole, resumed, told, told_in_parts = interrupted(tmp_path, stages)
    assert [(stage, step) for stage, step, _ in told] == [("pairs", n) for n in range(1, 6)] + [
        ("questions", n) for n in range(1, 8)
    ]
    assert told_in_parts == told
    for one, other in zip(state(resumed), state(whole), strict=True):
        assert torch.equal(one, other)


def test_with_frozen_layers_they_are_the_same_to_rounding(tmp_path: Path) -> None:
    # What frozen layers make of a text is kept from its first visit, and which that was changes the last bits.
    whole, resumed, told, told_in_parts = interrupted(tmp_path, (FIRST, SECOND))
    assert [loss for _, _, loss in told_in_parts] == pytest.approx([loss for _, _, loss in told], rel=1e-4)
    for one, other in zip(state(resumed), state(whole), strict=True):
        torch.testing.assert_close(one, other, rtol=1e-3, atol=1e-4)


def interrupted(folder: Path, stages: tuple[Stage, ...]) -> tuple[TrainingRun, TrainingRun, list[Told], list[Told]]:
    """A training in one go and one that was stopped twice, with what they told; steps done twice told once."""
    whole = begin(folder / "whole.pt")
    told = train(whole, stages)
    # Checkpoints are written after every second step and after a stage: step 3 of the first stage is done again,
    # and so is step 1 of the second.
    first = train(begin(folder / "parts.pt"), stages, stop_after=3)
    second = train(begin(folder / "parts.pt"), stages, stop_after=4)
    resumed = begin(folder / "parts.pt")
    return whole, resumed, told, first[:2] + second[:3] + train(resumed, stages)


def state(run: TrainingRun) -> list[torch.Tensor]:
    return [*(weight.detach() for weight in run.encoder.parameters()), *run.mean, *run.blended]


def test_the_running_mean_follows_the_weights_at_the_wanted_rate(tmp_path: Path) -> None:
    run = begin(tmp_path / "run.pt")
    weight = run.encoder.parameters()[0]
    expected = weight.detach().double().clone()
    for _ in run.run(FIRST, batches(FIRST)):
        expected = 0.97 * expected + 0.03 * weight.detach().double()
    torch.testing.assert_close(run.mean[0].double(), expected, rtol=1e-5, atol=1e-7)


def test_training_lowers_the_loss(tmp_path: Path) -> None:
    recipe = RECIPE.model_copy(update={"stages": (FIRST.model_copy(update={"steps": 60}),)})
    encoder = ReplicatedEncoder(tiny_bert(), pad=1, replicas=2, group=3, dtype=torch.float32)
    run = TrainingRun(encoder, tiny_tokenizer(), recipe, tmp_path / "run.pt")
    losses = [progress.loss for progress in run.run(recipe.stages[0], batches(FIRST))]
    assert sum(losses[-10:]) < 0.5 * sum(losses[:10])


def test_the_finished_weights_are_the_start_and_shares_of_what_the_stages_had_learnt(tmp_path: Path) -> None:
    run = begin(tmp_path / "run.pt")
    start = [weight.detach().clone() for weight in run.encoder.parameters()]
    list(run.run(FIRST, batches(FIRST)))
    first = [weight.clone() for weight in run.mean]
    list(run.run(SECOND, batches(SECOND)))
    for found, s, a, b in zip(run.blended, start, first, run.mean, strict=True):
        torch.testing.assert_close(found, s + 0.5 * (a - s) + 0.25 * (b - s))
    assert any((found - s).abs().max() > 1e-4 for found, s in zip(run.blended, start, strict=True))


def test_the_last_stage_goes_on_from_the_blend_and_is_what_is_finished(tmp_path: Path) -> None:
    run = begin(tmp_path / "run.pt")
    list(run.run(FIRST, batches(FIRST)))
    blend = [weight.clone() for weight in run.blended]
    still = SECOND.model_copy(update={"everything": True, "frozen_layers": 0, "rate_from": 0.0, "rate_to": 0.0})
    list(run.run(still, batches(still)))
    for found, mean, before in zip(run.blended, run.mean, blend, strict=True):
        torch.testing.assert_close(found, before)  # it began there, and at rate 0 it stayed there
        assert torch.equal(found, mean)
