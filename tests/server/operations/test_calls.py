from __future__ import annotations

import asyncio
import time
from threading import Event

import pytest

from server.auth.identity import LOCAL, acting_as, caller
from server.calls import ServiceCalls
from server.errors import OutOfTime, Overloaded


def test_what_takes_too_long_ends_with_an_error_and_keeps_no_more_than_its_thread() -> None:
    calls = ServiceCalls(timeout=0.2)
    go = Event()

    async def run() -> None:
        with pytest.raises(OutOfTime):
            await calls.answer(go.wait)
        assert await calls.answer(lambda: 7) == 7
        go.set()

    asyncio.run(run())


def test_what_waited_too_long_for_a_thread_is_never_begun() -> None:
    calls = ServiceCalls(timeout=0.3)
    go, begun = Event(), []

    async def run() -> None:
        results = await asyncio.gather(
            *(calls.answer(go.wait) for _ in range(64)),
            *(calls.answer(begun.append, 1) for _ in range(3)),
            return_exceptions=True,
        )
        assert {type(result) for result in results[-3:]} == {Overloaded}
        go.set()
        assert await calls.answer(lambda: "again") == "again"

    asyncio.run(run())
    assert begun == []


def test_a_methods_own_error_comes_through_also_a_timeout() -> None:
    async def run() -> None:
        def fail() -> None:
            raise TimeoutError("the method's own")

        with pytest.raises(TimeoutError, match="own"):
            await ServiceCalls().read(fail)

    asyncio.run(run())


def test_the_caller_is_known_in_the_thread() -> None:
    async def run() -> str:
        with acting_as(LOCAL):
            return (await ServiceCalls().read(caller)).name

    assert asyncio.run(run()) == "local"


def test_the_event_loop_goes_on_while_threads_compute() -> None:
    calls = ServiceCalls()

    def compute() -> int:
        until = time.monotonic() + 0.1
        count = 0
        while time.monotonic() < until:
            count += 1
        return count

    async def run() -> int:
        beats = 0
        work = asyncio.gather(*(calls.answer(compute) for _ in range(16)))
        while not work.done():
            await asyncio.sleep(0.01)
            beats += 1
        await work
        return beats

    # A blocked loop would beat once or twice in the whole time.
    assert asyncio.run(run()) >= 8
