"""OpenVINO without its converter, which reports every import to its makers and leaves a file in the user's home.

The converter (``openvino.tools.ovc``) is imported by ``openvino`` if it is there, and nothing here needs it. While
``openvino`` is imported it is hidden, so nothing is sent and nothing written. Import the library from here only.
"""

from __future__ import annotations

import sys
from importlib import import_module

_CONVERTER = "openvino.tools.ovc"

if "openvino" not in sys.modules:
    # What stands for None in sys.modules cannot be imported; openvino goes on without it.
    sys.modules[_CONVERTER] = None  # type: ignore[assignment]
    try:
        import_module("openvino")
    finally:
        del sys.modules[_CONVERTER]

import openvino as ov  # noqa: E402
from openvino import opset13 as ops  # noqa: E402
from openvino import properties  # noqa: E402
from openvino.properties import hint  # noqa: E402

__all__ = ["hint", "ops", "ov", "properties"]
