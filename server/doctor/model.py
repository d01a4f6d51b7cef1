"""Does the embedding model load, and does it give vectors?"""

from __future__ import annotations

from index.errors import RetrievalIndexError
from server.bootstrap import Settings, open_encoder
from server.doctor.finding import Finding, in_order, to_mend

_WHAT = "模型"
_PROBE = "高新技术企业认定奖励多少"


def check_model(settings: Settings) -> Finding:
    """The model that the settings name is loaded and reads one question."""
    try:
        encoder = open_encoder(settings)
        encoder.encode_query(_PROBE)
    except RetrievalIndexError as error:
        return to_mend(_WHAT, str(error), "随程序的模型损坏时重新安装；自选模型请核对 POLICYQA_EMBEDDING__MODEL")
    return in_order(_WHAT, f"{encoder.name}（{encoder.dim} 维）")
