"""What can go wrong between a client and the service.

ClientError
├── ServiceUnreachable   no (timely or intelligible) answer: check the address, or try again
├── RequestRejected      4xx with a problem document: change the request
└── ServiceFailed        5xx: tell whoever runs the service
"""

from __future__ import annotations

from server.contract import Problem


class ClientError(Exception):
    """Base of the client's errors; ``str(error)`` can be shown to a user (Simplified Chinese)."""


class ServiceUnreachable(ClientError):
    """There was no answer, none in time, or one that is not of this service."""


class RequestRejected(ClientError):
    """The service refused the request; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


class ServiceFailed(ClientError):
    """The service could not do what it was asked; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem
