"""What a clause gives somebody: to whom, on which condition, how much, for how long; each as words of the clause."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.model import Clause, Span


@dataclass(frozen=True, slots=True)
class Benefit:
    """One thing a clause gives. All spans lie in ``clause.text``; ``None`` where its words do not state it."""

    clause: Clause
    span: Span
    """The sentence, or the part of one, that gives it."""
    recipient: Span | None
    condition: Span | None
    standard: Span
    time_limit: Span | None

    @property
    def demands(self) -> Span | None:
        """The words a receiver has to answer to: recipient and condition together.

        A receiver named only where the money is (…的，给予建设企业50万元) adds nothing to the condition before it.
        """
        if self.recipient and self.condition and self.recipient.start >= self.condition.end:
            return self.condition
        spans = [s for s in (self.recipient, self.condition) if s]
        return Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else None
