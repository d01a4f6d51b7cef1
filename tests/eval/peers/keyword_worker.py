"""A peer for the tests, on the standard library alone: lines that share the most characters with the question first."""

from __future__ import annotations

from eval.peers.workers.work import DEPTH, Found, Job, main


class Lines:
    def __init__(self, job: Job) -> None:
        self._held = [Found(file, line) for file, text in job.texts.items() for line in text.splitlines()]
        self.passages = len(self._held)
        # The common embedding is asked as a real peer asks it: unit vectors, the length of which is 1.
        first = job.embedding.passages([self._held[0].text])[0]
        if abs(sum(value * value for value in first) - 1) > 1e-3:
            raise SystemExit("not a unit vector")
        if job.options.get("fails"):
            raise SystemExit(str(job.options["fails"]))

    def search(self, question: str) -> list[Found]:
        return sorted(self._held, key=lambda item: -len(set(item.text) & set(question)))[:DEPTH]


if __name__ == "__main__":
    main(Lines)
