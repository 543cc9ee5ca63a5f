"""An exception raised between any two instructions of the gate leaves it usable, and no slot is lost."""

from __future__ import annotations

import asyncio
import dis
import gc
import itertools
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from chakra_async import Limits
from chakra_async._transport import call as call_module
from chakra_async._transport import gate as gate_module
from chakra_async._transport.gate import AsyncGate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

GATES = {gate_module.__file__, gate_module.Gate.__init__.__code__.co_filename}


CHECKS = {"CALL", "CALL_FUNCTION_EX", "CALL_KW", "RESUME", "JUMP_BACKWARD"}
"""Instructions after which CPython looks for signals."""


class Interrupter:
    """Raises KeyboardInterrupt before one instruction of some files, counted from 1.

    Args:
        at: The instruction.
        files: The files whose instructions count.
        signals: Whether only those count before which a signal's exception may really be raised.
        task: The task whose instructions count, or None for all. An interrupt in a callback of the loop, which may come at any
            time, would end the loop.

    """

    def __init__(
        self, at: int, files: set[str], *, signals: bool = False, task: asyncio.Task[Any] | None = None
    ) -> None:
        self.at = at
        self.files = files
        self.signals = signals
        self.task = task
        self.seen = 0
        self._last: dict[FrameType, str] = {}
        # CPython 3.12 looks whether any frame wants opcodes only when a tracer is set: the first one would get none.
        sys._getframe().f_trace_opcodes = True

    def __call__(self, frame: FrameType, event: str, _argument: Any) -> Any:
        if frame.f_code.co_filename not in self.files:
            return None
        if self.task is not None and asyncio.current_task() is not self.task:
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            last = self._last.get(frame, "")
            self._last[frame] = dis.opname[frame.f_code.co_code[frame.f_lasti]]
            self.seen += last in CHECKS or not self.signals
            if self.seen == self.at:
                self._last.clear()
                self.seen += 1
                raise KeyboardInterrupt
        return self

    @property
    def happened(self) -> bool:
        return self.seen > self.at


async def drained(gate: AsyncGate, waiters: Sequence[asyncio.Task[None]] = ()) -> None:
    """Assert that the gate is free, and that a call may go that waited through the interrupt."""
    async with asyncio.timeout(10):
        for key in ("", "a", "b"):
            gate.leave(await gate.enter(key))
        await asyncio.gather(*waiters)
    if gate.in_flight:
        gc.collect()
    assert (gate.in_flight, gate.waiting) == (0, 0)
    assert (gate._gate.in_flight, gate._slots, gate._waiters) == (0, set(), {})
    assert all(key.in_flight == 0 and not key.queue for key in gate._gate._keys.values())


async def hold(gate: AsyncGate, key: str, turns: int) -> None:
    slot = await gate.enter(key)
    for _ in range(turns):
        await asyncio.sleep(0)
    gate.leave(slot)


def at_once(gate: AsyncGate) -> None:
    slot = gate.enter_at_once("a")
    if slot is not None:
        gate.leave(slot)


def give_up_waiting(gate: AsyncGate) -> None:
    waiting = gate.enter("a")
    waiting.send(None)
    waiting.close()


def give_back(gate: AsyncGate) -> None:
    for ref in list(gate._slots):
        slot = ref()
        if slot is not None:
            gate.leave(slot)


def pause_and_learn(gate: AsyncGate) -> None:
    gate.pause("a", 0.001)
    gate.refused(0.0, "a")
    gate.accepted("a")


def free(gate: AsyncGate) -> bool:
    """Return whether another thread can take the gate's lock."""
    taken: list[bool] = []

    def take() -> None:
        taken.append(gate._lock.acquire(blocking=False))
        if taken[0]:
            gate._lock.release()

    thread = threading.Thread(target=take)
    thread.start()
    thread.join()
    return taken[0]


@pytest.mark.parametrize("signals", [False, True])
@pytest.mark.parametrize(
    ("act", "held"),
    [
        (at_once, 0),
        (at_once, 2),
        (give_up_waiting, 2),
        (give_back, 2),
        (pause_and_learn, 1),
        (pause_and_learn, 2),
    ],
)
async def test_the_gate_survives_an_interrupt_at_every_instruction(act: Any, held: int, signals: Any) -> None:
    before = sys.gettrace()
    for at in itertools.count(1):
        gate = AsyncGate(Limits(concurrency=2))
        taken = [gate.enter_at_once(key) for key in ("a", "b")[:held]] if act is not at_once else []
        waiters = [asyncio.create_task(hold(gate, key, 2)) for key in ("a", "b", "a")] if held == 2 else []
        await asyncio.sleep(0)
        interrupter = Interrupter(at, GATES, signals=signals)
        sys.settrace(interrupter)
        try:
            act(gate)
        except KeyboardInterrupt:
            pass
        finally:
            sys.settrace(before)
        del taken
        assert free(gate) or not signals
        await drained(gate, waiters)
        if not interrupter.happened:
            break
    assert at > 3


async def test_the_gate_survives_an_interrupt_at_every_instruction_of_a_timer() -> None:
    before = sys.gettrace()
    for at in itertools.count(1):
        gate = AsyncGate(Limits(concurrency=1))
        slot = gate.enter_at_once("a")
        assert slot is not None
        waiter = asyncio.create_task(hold(gate, "a", 0))
        await asyncio.sleep(0)
        loop = asyncio.get_running_loop()
        interrupter = Interrupter(at, GATES)
        gate._returned.append(slot.ref)
        sys.settrace(interrupter)
        try:
            gate._fire(loop)
        except KeyboardInterrupt:
            pass
        finally:
            sys.settrace(before)
        del slot
        await drained(gate, [waiter])
        if not interrupter.happened:
            break
    assert at > 20


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_a_call_gives_its_slot_back_after_an_interrupt_at_every_instruction(
    chakra: Any, read: Any
) -> None:
    """The interrupt ends the call's task, as Ctrl-C does where the loop is run by hand."""
    before = sys.gettrace()
    client = chakra.with_options(limits=Limits(concurrency=1))
    gate = client._caller.gate
    files = {*GATES, call_module.__file__}
    await read(client)
    for at in itertools.count(1, 7):
        interrupter = Interrupter(at, files, task=asyncio.current_task())
        coroutine = read(client)
        ended = False
        sys.settrace(interrupter)
        try:
            ended = await _driven(coroutine)
        except KeyboardInterrupt:
            pass
        finally:
            sys.settrace(before)
        del coroutine
        if gate.in_flight:
            gc.collect()
        assert gate.in_flight == 0
        if ended and not interrupter.happened:
            break
    async with asyncio.timeout(10):
        await read(client)


async def _driven(coroutine: Any) -> bool:
    await coroutine
    return True


@pytest.mark.skipif(sys.version_info[:2] == (3, 12), reason="CPython 3.12 crashes when threads trace opcodes")
def test_interrupts_of_threads_that_share_a_gate_leave_no_slot_behind() -> None:
    gate = AsyncGate(Limits(concurrency=2))
    stop = threading.Event()
    problems: list[BaseException] = []

    def work(seed: int) -> None:
        for at in itertools.count(seed, 3):
            if stop.is_set():
                return
            interrupter = Interrupter(1 + at % 150, GATES, signals=True)
            sys.settrace(interrupter)
            try:
                slot = gate.enter_at_once("a")
                if slot is not None:
                    gate.leave(slot)
            except KeyboardInterrupt:
                pass
            except BaseException as error:  # noqa: BLE001 - shown below
                problems.append(error)
                return
            finally:
                sys.settrace(None)
                slot = None

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(3)]
    for thread in threads:
        thread.start()
    threads[0].join(0.5)
    stop.set()
    for thread in threads:
        thread.join(20)
    assert not any(thread.is_alive() for thread in threads)
    assert not problems
    gc.collect()
    assert gate.in_flight == 0
