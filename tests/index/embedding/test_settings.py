import pytest
from pydantic import ValidationError

from index.embedding.settings import EmbeddingSettings


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"modle": "BAAI/bge-m3"}, "modle"),
        ({"model": ""}, "model"),
        ({"batch_size": 0}, "batch_size"),
        ({"batch_size": 100_000}, "batch_size"),
        ({"max_tokens": 2}, "max_tokens"),
    ],
)
def test_unknown_keys_and_wild_numbers_are_refused(values: dict, key: str) -> None:
    with pytest.raises(ValidationError) as caught:
        EmbeddingSettings(**values)
    assert [error["loc"] for error in caught.value.errors()] == [(key,)]


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        EmbeddingSettings().model = "BAAI/bge-m3"
