from __future__ import annotations

import asyncio
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


def test_the_event_loop_goes_on_while_32_calls_are_under_way() -> None:
    calls = ServiceCalls(timeout=30)
    go = Event()

    async def run() -> list[bool]:
        under_way = [asyncio.ensure_future(calls.answer(go.wait)) for _ in range(32)]
        for _ in range(10):
            await asyncio.sleep(0.01)
        assert not any(call.done() for call in under_way)
        # Were the loop blocked by the calls, it would never come here and they would never end.
        go.set()
        return await asyncio.gather(*under_way)

    assert asyncio.run(run()) == [True] * 32
