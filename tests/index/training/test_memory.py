import torch

from index.training.memory import Memory


def test_the_passages_seen_last_are_kept_once_each_with_their_newest_vector() -> None:
    memory = Memory(3, width=2)
    memory.add(["甲", "乙"], torch.tensor([[1.0, 0.0], [0.0, 1.0]]))
    memory.add(["丙", "甲"], torch.tensor([[2.0, 2.0], [3.0, 3.0]]))
    assert memory.recall(())[0] == ["乙", "丙", "甲"]
    memory.add(["丁"], torch.tensor([[4.0, 4.0]]))
    passages, vectors = memory.recall(["丙"])
    assert passages == ["甲", "丁"]
    assert vectors.tolist() == [[3.0, 3.0], [4.0, 4.0]]


def test_what_is_remembered_takes_no_gradient_and_does_not_change_with_its_source() -> None:
    memory = Memory(2, width=2)
    source = torch.ones((1, 2), requires_grad=True)
    memory.add(["甲"], source)
    with torch.no_grad():
        source.zero_()
    _, vectors = memory.recall(())
    assert vectors.tolist() == [[1.0, 1.0]]
    assert not vectors.requires_grad


def test_an_empty_memory_recalls_nothing_and_a_restored_one_the_same() -> None:
    memory = Memory(2, width=5)
    assert memory.recall(())[1].shape == (0, 5)
    memory.add(["甲", "乙"], torch.rand((2, 5)))
    other = Memory(2, width=5)
    other.restore(memory.state())
    assert other.recall(())[0] == ["甲", "乙"]
    assert torch.equal(other.recall(())[1], memory.recall(())[1])
