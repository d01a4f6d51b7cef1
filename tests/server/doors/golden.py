"""What the shipped documents say, as a person read them: the words below stand in the files, letter for letter."""

from __future__ import annotations

RIZHAO_FILE = "rizhao-2025-innovation-ecosystem-draft.txt"
LIAOCHENG_FILE = "liaocheng-2023-strong-city-opinions.txt"

VENTURE_QUESTION = "日照市对新设立的创业投资机构给多少奖励？"
VENTURE_SENTENCE = "对新设立的创业投资机构,按照投资额度给予最高200万元奖励"
VENTURE_LABEL = "14. 完善风险投资体系和机制"
VENTURE_PATH = ["二、重点任务", "(四)构建多元赋能的科技创新金融生态", VENTURE_LABEL]
RIZHAO_TITLE = "关于加快构建一流科技创新生态 培育发展新质生产力的若干政策(征求意见稿)"

HIGH_TECH_MATTER = "首次通过高新技术企业认定给多少补助？"
HIGH_TECH_SENTENCE = "对首次通过高新技术企业认定的企业，给予10万元补助"
LIAOCHENG_TITLE = "聊城市人民政府关于加快推进新时代科技强市建设的实施意见"
LIAOCHENG_NUMBER = "聊政字〔2023〕11号"

COVERED = ["淄博市", "日照市", "临沂市", "聊城市"]
ELSEWHERE = "青岛市"
"""A city of the same province of which nothing is held."""
