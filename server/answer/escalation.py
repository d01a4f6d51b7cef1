"""What stands before and behind a sentence of one rule: the act it is about, and the harsher or laxer case after it.

违反…规定，占用绿地的，责令改正；拒不改正的，处五百元以上一千元以下罚款；情节严重的，处五千元罚款。
"""

from __future__ import annotations

import re

from ingest.model import Span
from server.answer.outcome import Quote
from server.answer.sentences import Sentence, parts, sentences

_DEPENDS = re.compile(
    r"^(?:(?:并|可以|可|由[^，,。；;]{2,24}|责令[^，,。；;]{0,8}|给予警告)*(?:处|没收|罚)|逾期|拒不|仍|情节)"
)
_FURTHER = re.compile(
    r"^(?:情节(?:较重|严重|恶劣)|拒不|逾期|仍(?:不|未)|造成|情况(?:紧急|复杂|特殊)|特殊情况|案情复杂|"
    r"最[长多]|但(?:是|最|延长)?|难产|(?:生育)?多胞胎|再次|两次)"
)
_LONGEST = 200


def governing(sentence: Sentence, said: str) -> Quote | None:
    """The condition of the sentence that opens the rule, where ``said`` of a later one does not name the act itself."""
    if sentence.opener or not _DEPENDS.match(said):
        return None
    chain = sentences(sentence.clause)[: sentence.position]
    first = None
    for earlier in reversed(chain):
        if not earlier.folded.endswith((";", "；")):
            break
        first = earlier
    if first is None:
        return None
    spans = [s for s in parts(first.text) if s.cut(first.text).rstrip("，,；; ").endswith("的")]
    if not spans:
        return None
    start, end = first.span.start, first.span.start + spans[-1].end
    text = first.text[: spans[-1].end].rstrip("，,；; ")
    return Quote(sentence.clause, Span(start, start + len(text))) if end - start + len(said) <= _LONGEST else None


def escalation(sentence: Sentence, length: int) -> Quote | None:
    """The next sentence of the rule where it only changes the case (拒不改正的，处…) and gives a figure of its own."""
    own = sentences(sentence.clause)
    following = own[sentence.position + 1 : sentence.position + 2]
    measures = {q.measure for q in sentence.quantities}
    for later in following:
        continues = sentence.folded.endswith((";", "；")) and _FURTHER.match(later.folded)
        if continues and {q.measure for q in later.quantities} & measures and length + len(later.text) <= _LONGEST:
            return Quote(later.clause, later.span)
    return None
