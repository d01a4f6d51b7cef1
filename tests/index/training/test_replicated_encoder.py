import torch
from transformers import BertModel

from index.training.contrastive import contrastive_loss
from index.training.replicated_encoder import ReplicatedEncoder, mean_vectors
from tests.index.training.tiny_model import tiny_bert

TEXTS = [[0, 5, 6, 7, 2], [0, 8, 2], [0, 9, 10, 11, 12, 13, 2], [0, 5, 9, 2], [0, 14, 2], [0, 6, 6, 15, 2]]
TARGET = torch.tensor([0, 2])
EXCLUDED = torch.zeros((2, 4), dtype=torch.bool)


def gradients(bert: BertModel) -> list[torch.Tensor]:
    return [weight.grad for weight in bert.parameters() if weight.grad is not None]


def test_the_gradient_through_groups_and_copies_is_that_of_one_pass() -> None:
    direct = tiny_bert()
    direct.eval().embeddings.requires_grad_(False)
    vectors = mean_vectors(direct, TEXTS, pad=1)
    loss = contrastive_loss(vectors[:2], vectors[2:], TARGET, EXCLUDED, 0.1, 0.5)
    loss.backward()

    for replicas, group in ((1, 6), (1, 2), (2, 1), (3, 2)):
        encoder = ReplicatedEncoder(tiny_bert(), pad=1, replicas=replicas, group=group, dtype=torch.float32)
        split = encoder.embed(TEXTS)
        torch.testing.assert_close(split, vectors.detach(), rtol=1e-4, atol=1e-5)
        contrastive_loss(split[:2], split[2:], TARGET, EXCLUDED, 0.1, 0.5).backward()
        assert split.grad is not None
        encoder.backward(split.grad)
        encoder.close()
        expected, found = gradients(direct), gradients(encoder.master)
        assert len(found) == len(expected) > 10
        for one, other in zip(found, expected, strict=True):
            torch.testing.assert_close(one, other, rtol=1e-3, atol=1e-5)


def test_a_vector_is_the_mean_over_the_texts_own_tokens_brought_to_length_one() -> None:
    bert = tiny_bert().eval()
    with torch.no_grad():
        padded = mean_vectors(bert, TEXTS[:3], pad=1)
        for row, text in enumerate(TEXTS[:3]):
            hidden = bert(input_ids=torch.tensor([text])).last_hidden_state[0]
            mean = hidden.sum(0) / len(text)
            torch.testing.assert_close(padded[row], mean / mean.norm(), rtol=1e-4, atol=1e-5)


def test_word_vectors_are_not_learnt_and_copies_follow_the_master() -> None:
    encoder = ReplicatedEncoder(tiny_bert(), pad=1, replicas=2, group=2, dtype=torch.float32)
    assert len(encoder.parameters()) == len(list(encoder.master.encoder.parameters()))
    before = encoder.encode(TEXTS)
    encoder.load([weight.detach() * 1.5 for weight in encoder.parameters()])
    after = encoder.encode(TEXTS)
    encoder.close()
    with torch.no_grad():
        torch.testing.assert_close(after, mean_vectors(encoder.master, TEXTS, pad=1), rtol=1e-4, atol=1e-5)
    assert (after - before).abs().max() > 1e-3


def test_frozen_layers_give_the_same_vectors_and_gradients_above_them_also_on_a_second_visit() -> None:
    direct = tiny_bert()
    direct.eval().embeddings.requires_grad_(False)
    vectors = mean_vectors(direct, TEXTS, pad=1)
    contrastive_loss(vectors[:2], vectors[2:], TARGET, EXCLUDED, 0.1, 0.5).backward()
    encoder = ReplicatedEncoder(tiny_bert(), pad=1, replicas=2, group=2, dtype=torch.float32)
    encoder.freeze(1)
    for _ in range(2):
        split = encoder.embed(TEXTS)
        torch.testing.assert_close(split, vectors.detach(), rtol=1e-4, atol=1e-5)
        contrastive_loss(split[:2], split[2:], TARGET, EXCLUDED, 0.1, 0.5).backward()
        assert split.grad is not None
        encoder.backward(split.grad)
        lower, upper = encoder.master.encoder.layer
        assert all(weight.grad is None for weight in lower.parameters())
        for weight, other in zip(upper.parameters(), direct.encoder.layer[1].parameters(), strict=True):
            torch.testing.assert_close(weight.grad, other.grad, rtol=1e-3, atol=1e-5)
            weight.grad = None
    encoder.close()
