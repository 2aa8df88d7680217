"""Whatever an answer does, a check ends with a verdict, and the notebook is as it was before."""

import builtins
import contextlib
import ctypes
import decimal
import functools
import gc
import importlib
import io
import logging
import math
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import textwrap
import threading
import time
import traceback
import types
import warnings
import weakref

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
import torch
from answering import hand_in

from course_utils.checking import judging, sandbox, stoppable, time_up
from course_utils.checking.verdict import WRONG, Kind, Verdict, show
from course_utils.publish import notebooks


def _state():
    return {
        "torch's generator": torch.get_rng_state().tolist(),
        "NumPy's generator": [np.asarray(part).tolist() for part in np.random.get_state()],
        "Python's generator": random.getstate(),
        "dtype": torch.get_default_dtype(),
        "grad mode": torch.is_grad_enabled(),
        "device": torch.ones(1).device,
        "torch's threads": (torch.get_num_threads(), _in_a_thread(torch.get_num_threads)),
        "deterministic": torch.are_deterministic_algorithms_enabled(),
        "anomalies": torch.is_anomaly_enabled(),
        "a tensor in print": repr(torch.tensor([1 / 3, 1e5])),
        "errors of NumPy": np.geterr(),
        "an array in print": repr(np.array([1 / 3])),
        "decimals": decimal.getcontext().prec,
        "streams": (sys.stdin, sys.stdout, sys.stderr),
        "hooks": (sys.excepthook, threading.excepthook, sys.gettrace(), sys.getprofile()),
        "warnings": warnings.filters[:],
        "recursion": sys.getrecursionlimit(),
        "switching": sys.getswitchinterval(),
        "collecting": gc.isenabled(),
        "signals": [signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM)],
        "environment": {k: v for k, v in os.environ.items() if k != "PYTEST_CURRENT_TEST"},
        "folder": os.getcwd(),
        "path": sys.path[:],
        "builtins": dict(vars(builtins)),
        "functions": [
            *(os._exit, os.kill, torch.isclose, torch.nn.functional.mse_loss, np.mean, time.sleep),
            *(torch.Tensor.__add__, torch.Tensor.backward, math.exp, random.random),
        ],
        "imports": importlib._bootstrap._find_and_load,
        "logging": (logging.root.handlers[:], logging.root.level),
        "figures": plt.get_fignums(),
        "style": dict(plt.rcParams),
    }


def _in_a_thread(function):
    returned = []
    thread = threading.Thread(target=lambda: returned.append(function()))
    thread.start()
    thread.join()
    return returned[0]


@pytest.fixture(autouse=True)
def state_is_left_alone():
    before = _state()
    yield
    after = _state()
    assert [name for name in before if after[name] != before[name]] == []


@pytest.fixture(autouse=True)
def little_time(monkeypatch):
    """Little time of the processor; what the machine does beside it decides nothing."""
    monkeypatch.setattr(sandbox, "LIMIT", 0.1)
    monkeypatch.setattr(stoppable, "PATIENCE", 0.1)
    monkeypatch.setattr(stoppable, "WAITING", 1000)


@pytest.fixture
def no_waiting(monkeypatch):
    monkeypatch.setattr(stoppable, "WAITING", 1)


def _wait_until(holds):
    """Wait for what must come; the time is there only to end a test that fails."""
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.005)


# Junk --------------------------------------------------------------------------------------------


class OwnError(BaseException):
    """Not caught by `except Exception`."""


class Unspeakable(Exception):
    """Has no message, and says so loudly."""

    def __str__(self):
        raise RuntimeError("no message")


ERRORS = [
    Exception("e"),
    ValueError(),
    TypeError("<b>&"),
    ZeroDivisionError("division by zero"),
    MemoryError(),
    RecursionError("too deep"),
    StopIteration(1),
    StopAsyncIteration(),
    GeneratorExit(),
    KeyboardInterrupt(),
    SystemExit(0),
    SystemExit("bye"),
    AssertionError(),
    OSError(2, "none"),
    UnicodeDecodeError("utf-8", b"x", 0, 1, "bad"),
    BaseExceptionGroup("many", [KeyboardInterrupt(), ValueError()]),
    NotImplementedError,
    UserWarning("w"),
    OwnError("own"),
    Unspeakable(),
    sandbox.Exited("pretended"),
]


def raising(error):
    def answer(*_):
        raise error

    return answer


class Hostile:
    """Fails, in one way or another, whenever it is looked at."""

    def _fail(self, *_, **__):
        raise OwnError("looked at")

    __repr__ = __str__ = __eq__ = __bool__ = __len__ = __iter__ = __getattr__ = __array__ = _fail
    __float__ = __int__ = __index__ = __call__ = __hash__ = __lt__ = __getitem__ = __sub__ = _fail
    __class__ = property(_fail)


class Impostor:
    """Says that it is a tensor."""

    __class__ = torch.Tensor


class EndlessList(list):
    """Goes on for ever and says that it is empty."""

    def __iter__(self):
        while True:
            yield 1.0

    def __len__(self):
        return 0


class HostileText(str):
    """Fails when it is read."""

    __repr__ = __eq__ = __hash__ = strip = Hostile._fail


class HostileNumber(float):
    """Fails when it is used."""

    __repr__ = __float__ = __format__ = __eq__ = __hash__ = Hostile._fail


class NamelessType(type):
    """The type of a class that has no name."""

    @property
    def __name__(cls):
        raise OwnError("no name")


class Nameless(metaclass=NamelessType):
    """Has no name."""


class StubbornTensor(torch.Tensor):
    """Lets no function of torch near it."""

    @classmethod
    def __torch_function__(cls, function, kinds, args=(), kwargs=None):
        raise OwnError("hands off")


class OwnArray(np.ndarray):
    """An array, nearly."""


def _own_tensor(kind):
    return torch.ones(7).as_subclass(kind)


def _quietly(make):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch calls these tensors prototypes
        return make()


def _nested_list():
    inside = []
    inside.append(inside)
    return inside


VALUES = [
    None,
    "text",
    "<script>&",
    "x" * 10**6,
    HostileText("x"),
    b"bytes",
    {"a": 1},
    {1: 2, (): 3},
    {1, 2},
    frozenset(),
    [],
    (),
    [[[[[[1]]]]]],
    _nested_list(),
    [None, "a", {}],
    EndlessList(),
    list(range(100_000)),
    range(3),
    iter([1]),
    (n for n in (1, 2)),
    HostileNumber(1),
    True,
    10**5000,
    1j,
    float("nan"),
    float("inf"),
    [...],
    NotImplemented,
    int,
    torch.Tensor,
    Nameless,
    Nameless(),
    Hostile(),
    [Hostile()],
    {"a": Hostile()},
    Impostor(),
    torch,
    torch.float32,
    torch.Size([7]),
    torch.Generator(),
    torch.nn.Linear(1, 1),
    len,
    lambda: 1,
    functools.partial(len),
    ValueError("returned"),
    types.SimpleNamespace(shape=(7,)),
    io.StringIO(),
    np.float64(-1e9),
    np.datetime64("2020-01-01"),
    np.ones((7, 7), dtype=np.float16),
    np.array(["a", None], dtype=object),
    np.array(["2020"], dtype="datetime64[Y]"),
    np.array("text"),
    np.zeros(3, dtype=[("a", float)]),
    np.array([1 + 2j]),
    np.longdouble(1) * np.ones(3),
    np.ones(3).view(OwnArray),
    np.ma.masked_array([1.0], mask=[True]),
    torch.tensor([]),
    torch.ones((1,) * 40),
    torch.ones(1).expand(10**6, 10**6),
    torch.ones(3, 0),
    torch.ones(7, dtype=torch.complex64),
    torch.ones(7, dtype=torch.bool),
    torch.ones(7, dtype=torch.int8),
    torch.ones(7, dtype=torch.float16),
    torch.ones(7, dtype=torch.bfloat16) * 3,
    torch.ones(7, device="meta"),
    torch.ones((), device="meta"),
    torch.ones(7).to_sparse(),
    _quietly(lambda: torch.eye(3).to_sparse_csr()),
    _quietly(lambda: torch.quantize_per_tensor(torch.ones(7), 0.1, 0, torch.quint8)),
    _quietly(lambda: torch.nested.nested_tensor([torch.ones(2), torch.ones(3)])),
    torch.full((7,), float("nan")),
    torch.full((), float("inf")),
    torch.ones(7, requires_grad=True) * -3,
    torch.nn.Parameter(torch.ones(3)),
    torch.ones(3, 3).T,
    _own_tensor(StubbornTensor),
    [torch.ones(2), torch.ones(3)],
    (torch.ones(20), torch.ones(20), torch.ones(3)),
    (torch.ones(20), None, Hostile()),
]


def returning(value):
    return lambda *_: value


def _loop(*_):
    while True:
        pass


def _loop_that_catches(*_):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue


def _loop_over_input(*_):
    while True:
        try:
            return float(input("a number: "))
        except BaseException:
            print("again")


def _sleep(*_):
    time.sleep(3)


def _sleep_that_catches(*_):
    while True:
        with contextlib.suppress(BaseException):
            time.sleep(0.01)


def _draws_that_catch(*_):
    while True:
        try:
            while True:
                torch.rand(3)
        except BaseException:
            continue


def _recursion_that_catches(*_):
    try:
        return _recursion_that_catches()
    except BaseException:
        return _recursion_that_catches()


def _recursion(*args):
    return _recursion(*args) + 1


def _leave(*_):
    sys.exit("bye")


def _leave_at_once(*_):
    os._exit(1)


def _kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)


def _ask(*_):
    return input("name? ")


def _print_a_lot(*_):
    while True:
        print("x" * 1000)


def _print_and_fail(*_):
    print("<b>&\x00\x1b[31m" * 10_000)
    sys.stderr.write("error\n")
    raise ValueError("after printing")


def _close_output(*_):
    sys.stdout.close()
    print("still open")


def _replace_output(*_):
    sys.stdout = sys.stderr = None


def _all_random(*_):
    torch.manual_seed(3), np.random.seed(3), random.seed(3)
    torch.rand(3), np.random.rand(3), random.random()


def _other_default_dtype(*_):
    torch.set_default_dtype(torch.float64)
    return torch.ones(7)


def _other_device(*_):
    torch.set_default_device("meta")
    return torch.ones(7)


def _no_gradients(*_):
    torch.set_grad_enabled(False)
    torch.autograd.set_grad_enabled(False)


def _warnings_as_errors(*_):
    warnings.simplefilter("error")
    warnings.warn("now an error", stacklevel=1)


def _warn(*_):
    warnings.warn("a warning", stacklevel=1)


def _start_thread(*_):
    threading.Thread(target=time.sleep, args=(0.1,), daemon=True).start()


def _few_recursions(*_):
    sys.setrecursionlimit(150)


def _many_recursions(*_):
    sys.setrecursionlimit(10**6)


def _hooks(*_):
    threading.excepthook = sys.excepthook = lambda *_: None
    sys.settrace(lambda *_: None)
    sys.setprofile(lambda *_: None)


def _elsewhere(*_):
    os.chdir(os.path.dirname(os.getcwd()))
    os.environ["SEED"] = "1"
    del os.environ["PATH"]
    sys.path.insert(0, "..")


def _settings(*_):
    torch.set_num_threads(torch.get_num_threads() + 1)
    torch.set_deterministic_debug_mode("error")
    torch.autograd.set_detect_anomaly(True)
    torch.set_printoptions(precision=2, sci_mode=True)
    np.set_printoptions(precision=2)
    np.seterr(all="raise")
    decimal.getcontext().prec = 3
    sys.setswitchinterval(0.001)
    gc.disable()


def _patches(*_):
    torch.isclose = torch.nn.functional.mse_loss = np.mean = lambda *_, **__: 0
    torch.Tensor.__add__ = torch.Tensor.backward = lambda *_: 0
    builtins.len = builtins.sum = time.sleep = math.exp = random.random = lambda *_: 0


def _deletes(*_):
    del torch.isclose, builtins.sum, np.mean


def _draw(*_):
    plt.rcParams["lines.linewidth"] = 17
    plt.figure(), plt.plot([1, 2])


def _generator(*_):
    yield 1


async def _coroutine(*_):
    return 1


def _change_in_place(x, *_):
    x += 1


def _resize(x, *_):
    x.resize_(1000)


def _replace_data(x, *_):
    x.data = torch.ones(3, dtype=torch.float64)


def _move_to_meta(x, *_):
    x.data = torch.ones_like(x, device="meta")


def _track(x, *_):
    x.requires_grad_()


def _set_attribute(x, *_):
    x.__class__ = StubbornTensor


def _delete_everything(*args):
    for arg in args:
        arg.clear()


SLOW = [
    _loop,
    _loop_that_catches,
    _loop_over_input,
    _sleep,
    _sleep_that_catches,
    _print_a_lot,
]
ACTIONS = [
    _recursion,
    _leave,
    _leave_at_once,
    _kill,
    _ask,
    _print_and_fail,
    _close_output,
    _replace_output,
    _all_random,
    _other_default_dtype,
    _other_device,
    _no_gradients,
    _warnings_as_errors,
    _warn,
    _start_thread,
    _few_recursions,
    _many_recursions,
    _hooks,
    _elsewhere,
    _settings,
    _patches,
    _deletes,
    _draw,
    _generator,
    _coroutine,
    _change_in_place,
    _resize,
    _replace_data,
    _move_to_meta,
    _track,
    _set_attribute,
    _delete_everything,
]
CALLABLES = [
    Hostile(),
    Hostile,
    Impostor,
    Nameless,
    type,
    object,
    int,
    list,
    print,
    eval,
    torch.Tensor,
    torch.manual_seed,
    torch.nn.Linear,
    torch.nn.Linear(1, 1),
    functools.partial(pow, 2),
    functools.partial(raising(ValueError())),
    "".join,
    "rmse".upper,
    [].append,
    lambda: 1,
    lambda x: x,
    lambda *a, **k: a,
    lambda *, key: key,
    types.SimpleNamespace,
]
JUNK = [
    *map(raising, ERRORS),
    *map(returning, VALUES),
    *ACTIONS,
    *CALLABLES,
    *(value for value in VALUES if not callable(value)),  # handed in without a function around it
]
FUNCTIONS = [
    "1.3 warm_readings",
    "2.1 rmse",
    "1.4 snapshot",
    "2.2 best_for_mae",
    "1.2 make_speed",
    "2.5 cheapest",
]


def _judged(name, answer):
    line = hand_in(name, answer, seed=1)
    assert line.mark == WRONG
    assert "could not be compared" not in line.text
    verdict = Verdict.of("title", [line], "")
    assert str(verdict) and len(str(verdict)) < 3000
    assert verdict._repr_html_() and len(verdict._repr_html_()) < 4000
    return line


def test_there_is_enough_junk():
    assert len(JUNK) >= 200


@pytest.mark.parametrize("index", range(len(JUNK)))
def test_junk_gets_a_verdict(index):
    for turn in range(2):
        _judged(FUNCTIONS[(index + turn) % len(FUNCTIONS)], JUNK[index])


@pytest.mark.parametrize("index", range(len(VALUES)))
def test_junk_as_a_value_gets_a_verdict(index):
    for name in ("1.5 mornings", "2.6 ranking"):
        _judged(name, VALUES[index])


# What the verdict says ---------------------------------------------------------------------------


@pytest.mark.parametrize("answer", SLOW)
def test_what_takes_too_long_is_stopped_and_named(answer, no_waiting):
    line = _judged("2.1 rmse", answer)
    assert "0.1 seconds" in line.text and "loop" in line.said


@pytest.mark.parametrize("answer", [_loop, _print_a_lot, lambda: time.sleep(0.3)])
def test_stopped_code_leaves_no_thread(answer, no_waiting):
    threads = set(sys._current_frames())
    assert not sandbox.run(answer, limit=0.05).finished
    _wait_until(lambda: set(sys._current_frames()) <= threads)


@pytest.mark.parametrize(
    "answer",
    [_loop_that_catches, _sleep_that_catches, _draws_that_catch, _recursion_that_catches],
)
def test_code_that_catches_everything_is_halted(answer, no_waiting, monkeypatch):
    monkeypatch.setattr(stoppable, "LEAVING", 60)
    thread = []

    def noted():
        thread.append(threading.get_ident())
        answer()

    assert not sandbox.run(noted, limit=0.05).finished
    # It sleeps there for good: nothing of the answer runs any more.
    halted = [frame.name for frame in traceback.extract_stack(sys._current_frames()[thread[0]])]
    assert answer.__name__ in halted[:-1] and halted[-1] == "sleep_for_good"


def _set_and_broken_off(event, place):
    """Set an event, but for an exception at this step of it; return False if it takes fewer."""
    passed = 0

    def trace(*_):
        nonlocal passed
        passed += 1
        if passed == place:
            raise OwnError("broken off")
        return trace

    before = sys.gettrace()
    with contextlib.suppress(OwnError):
        sys.settrace(trace)
        try:
            event.set()
        finally:
            sys.settrace(before)
    return passed >= place


def test_event_can_be_waited_for_wherever_its_setting_was_broken_off():
    place = 1
    while _set_and_broken_off(event := time_up.Event(), place):
        waiting = threading.Thread(target=event.wait, args=(0.001,), daemon=True)
        waiting.start()
        waiting.join(60)
        assert not waiting.is_alive(), place
        place += 1
    assert place > 3 and event.wait(60)


LIBRARY = """
def work(lock):
    with lock:
        while True:
            pass
"""


def test_code_is_not_halted_while_a_library_holds_a_lock(no_waiting, monkeypatch):
    monkeypatch.setattr(stoppable, "LEAVING", 60)
    library, lock = {}, threading.Lock()
    exec(compile(LIBRARY, os.path.join("site-packages", "library.py"), "exec"), library)

    def answer():
        while True:
            with contextlib.suppress(BaseException):
                library["work"](lock)

    assert not sandbox.run(answer, limit=0.05).finished
    assert lock.acquire(blocking=False)


@pytest.mark.parametrize("answer", [_leave_at_once, _kill, _ask, lambda *_: os.abort()])
def test_exit_is_named(answer):
    assert "tried to end Python or to wait for typing" in _judged("2.1 rmse", answer).text


@pytest.mark.skipif(not hasattr(os, "fork"), reason="it cannot fork")
def test_pool_of_workers_may_come_and_go():  # each ends with os._exit, or is ended with os.kill
    def answer():
        with multiprocessing.get_context("fork").Pool(1) as pool:
            return pool.map(abs, [-3])

    assert sandbox.run(answer, limit=60) == sandbox.Run([3])


@pytest.mark.parametrize("pid", [0, -1, os.getppid()], ids=["group", "all", "parent"])
def test_what_the_kernel_hangs_on_is_not_killed(pid):
    assert isinstance(sandbox.run(lambda: os.kill(pid, 0)).error, sandbox.Exited)


def test_what_was_printed_is_shown_in_part():
    line = _judged("2.1 rmse", _print_and_fail)
    shown = str(Verdict.of("title", [line], ""))
    assert "printed: <b>" in shown and len(shown) < 1000
    assert "<b>" not in Verdict.of("title", [line], "")._repr_html_()


def test_error_names_the_line_it_came_from():
    def answer(y_hat, y):
        residuals = y_hat - y
        return residuals.meen()

    assert "return residuals.meen()" in _judged("2.1 rmse", answer).text


def test_right_answer_may_print_warn_and_draw():
    def mean(y):
        print("hello")
        warnings.warn("look", stacklevel=1)
        torch.manual_seed(1)
        torch.set_default_dtype(torch.float64)
        torch.set_grad_enabled(False)
        return y.mean()

    assert hand_in("2.2 best_for_mse", mean).mark == "✓"


# The sandbox itself ------------------------------------------------------------------------------


def test_value_and_output_come_back():
    def work():
        print("seen")
        sys.stderr.write("too")
        return 3

    assert sandbox.run(work) == sandbox.Run(3, printed="seen\ntoo")


def test_error_comes_back():
    error = ValueError("e")
    ran = sandbox.run(raising(error))
    assert ran.error is error and ran.finished


def test_recursion_limit_does_not_fall_under_code_that_is_still_there(no_waiting, monkeypatch):
    monkeypatch.setattr(stoppable, "LEAVING", 0)
    limit, told, threads = sys.getrecursionlimit(), threading.Event(), set(sys._current_frames())

    def answer():
        sys.setrecursionlimit(limit + 1000)
        told.wait()  # in C

    try:
        assert not sandbox.run(answer, limit=0.05).finished
        assert sys.getrecursionlimit() == limit + 1000
    finally:
        told.set()
        _wait_until(lambda: set(sys._current_frames()) <= threads)
        sys.setrecursionlimit(limit)


def test_result_that_comes_too_late_is_dropped(monkeypatch):
    monkeypatch.setattr(stoppable, "PATIENCE", 60)
    monkeypatch.setattr(stoppable, "LEAVING", 60)

    def late():
        with contextlib.suppress(BaseException):
            _loop()
        return 3

    assert sandbox.run(late, limit=0.05) == sandbox.Run(finished=False)


def test_output_is_kept_up_to_a_limit():
    ran = sandbox.run(lambda: print("x" * 10**7))
    assert len(ran.printed) == sandbox.MOST_PRINTED


@pytest.mark.parametrize("name", ["stdin", "stdout", "stderr"])
def test_streams_outlive_their_run(name):  # somebody may still be printing, or reading
    run = sandbox.run(lambda: weakref.ref(getattr(sys, name)))
    gc.collect()
    assert run.value() is not None


def _interrupt_main():
    signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)


def test_interrupting_the_kernel_stops_the_answer():
    threads = set(sys._current_frames())

    def answer():
        _interrupt_main()
        _loop()

    with pytest.raises(KeyboardInterrupt):
        sandbox.run(answer, limit=1000)
    _wait_until(lambda: set(sys._current_frames()) <= threads)


_AT_WORK = ("sandbox.py", "stoppable.py", "restored.py", "mock.py", "contextlib.py", "threading.py")


def _run_interrupted(place):
    """Interrupt a run at this line of all that it takes; return False if it takes fewer."""
    passed = 0

    def trace(frame, event, _):
        nonlocal passed
        if not frame.f_code.co_filename.endswith(_AT_WORK):
            return None
        if event == "line":
            passed += 1
            if passed == place:
                signal.raise_signal(signal.SIGINT)
        return trace

    before = sys.gettrace()
    with contextlib.suppress(KeyboardInterrupt):
        sys.settrace(trace)
        try:
            sandbox.run(lambda: 3)
        finally:
            sys.settrace(before)
    return passed >= place


def test_interrupting_the_kernel_anywhere_leaves_nothing_patched():
    before = _state()
    place = 1
    while _run_interrupted(place):
        after = _state()
        assert [name for name in before if after[name] != before[name]] == [], place
        place += 7  # some in each part of it
    assert place > 200


def test_interrupting_again_and_again_ends_what_hangs(monkeypatch):
    interrupts = []

    @contextlib.contextmanager
    def hanging():
        yield contextlib.nullcontext
        while len(interrupts) < 10:
            interrupts.append(signal.raise_signal(signal.SIGINT))

    monkeypatch.setattr(sandbox, "restored", hanging)
    with pytest.raises(KeyboardInterrupt):
        sandbox.run(lambda: 3)
    assert len(interrupts) == 2


def test_what_an_answer_logs_with_is_put_back(monkeypatch):
    monkeypatch.setattr(logging.root, "handlers", [])  # as in a kernel

    def answer():
        logging.basicConfig(level=logging.DEBUG)
        logging.warning("to be seen")

    assert "to be seen" in sandbox.run(answer).printed
    assert not logging.root.handlers and logging.root.level == logging.WARNING


def test_answers_may_use_the_sandbox_themselves():
    assert sandbox.run(lambda: sandbox.run(lambda: 3).value).value == 3
    error = ValueError("e")
    assert sandbox.run(lambda: sandbox.run(raising(error)).error).value is error


def test_run_in_a_run_is_stopped_with_it():
    threads = set(sys._current_frames())
    assert sandbox.run(
        lambda: sandbox.run(threading.get_ident).value == threading.get_ident()
    ).value
    assert not sandbox.run(lambda: sandbox.run(_loop, limit=1000), limit=0.05).finished
    _wait_until(lambda: set(sys._current_frames()) <= threads)


def test_answer_that_calls_check_is_told_so():
    def standardise(x):
        z = (x - x.mean()) / x.std()
        judging.check("1.6", standardise)
        return z

    line = judging.judge("1.6", standardise).lines[0]
    assert "called check itself" in line.text and 'judging.check("1.6", standardise)' in line.text


def test_run_waits_for_that_of_another_thread():
    stream, waits, seen = sys.stdout, threading.Event(), []

    def answer():
        other.start()
        assert not waits.wait(0.2)
        seen.append(sys.stdout)

    def another():
        sandbox.run(lambda: (waits.set(), seen.append(sys.stdout)))

    other = threading.Thread(target=another)
    sandbox.run(answer)
    other.join()
    assert len({id(one) for one in (stream, *seen)}) == 3 and sys.stdout is stream


def test_out_of_time_is_not_caught_by_except_exception():
    def answer():
        while True:
            with contextlib.suppress(Exception):
                _loop()

    assert not sandbox.run(answer, limit=0.05).finished


def test_time_that_is_up_in_a_finalizer_is_up_without_a_word(monkeypatch):
    told = []
    monkeypatch.setattr(sys, "unraisablehook", told.append)

    class Dying:
        def __del__(self):
            _loop()

    assert not sandbox.run(lambda: Dying() and 1, limit=0.05).finished
    assert not told


def test_reference_to_the_thread_is_real():  # what _raise relies on: an unknown thread is not hit
    hit = ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(1), None)
    assert hit == 0


UNGUARDED = """
def work(lock, sleep):
    lock.acquire()
    sleep(0.03)
    lock.release()
"""


def test_time_is_up_in_its_own_lines_if_it_has_some(no_waiting, monkeypatch):
    monkeypatch.setattr(stoppable, "LOOKING", 60)
    monkeypatch.setattr(stoppable, "LEAVING", 60)
    library = {}
    exec(compile(UNGUARDED, os.path.join("site-packages", "library.py"), "exec"), library)

    def answer(lock):
        while True:
            library["work"](lock, time.sleep)
            time.sleep(0.005)

    for _ in range(10):
        lock = threading.Lock()
        assert not sandbox.run(functools.partial(answer, lock), limit=0.03).finished
        assert lock.acquire(blocking=False)


# Time --------------------------------------------------------------------------------------------


def _work(seconds):
    """Keep the processor busy for so long, whatever else it has to do."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def test_time_is_that_of_the_processor(monkeypatch):
    assert sandbox.run(lambda: time.sleep(0.2), limit=0.05).finished
    assert not sandbox.run(lambda: _work(60), limit=0.05).finished


def test_waiting_has_an_end(no_waiting):
    assert not sandbox.run(lambda: time.sleep(0.5), limit=0.05).finished


def test_work_of_other_threads_is_not_counted():
    def answer():
        helper = threading.Thread(target=_work, args=(0.3,))
        helper.start()
        helper.join()

    assert sandbox.run(answer, limit=0.1).finished


@pytest.mark.skipif(not hasattr(time, "pthread_getcpuclockid"), reason="it has no such clock")
def test_systems_without_a_clock_of_threads_have_one_of_all(monkeypatch):
    monkeypatch.delattr(time, "pthread_getcpuclockid")
    assert sandbox.run(lambda: time.sleep(0.2), limit=0.1).finished
    assert not sandbox.run(_loop, limit=0.1).finished


# Imports -----------------------------------------------------------------------------------------

BUSY = """
import time
end = time.thread_time() + 0.3
while time.thread_time() < end:
    pass
"""


@pytest.fixture
def module(tmp_path):
    """Return a function that writes a module, which is forgotten after the test."""
    sys.path.insert(0, str(tmp_path))
    before = set(sys.modules)

    def write(name, source):
        path = tmp_path / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(source, encoding="utf-8")
        importlib.invalidate_caches()

    yield write
    sys.path.remove(str(tmp_path))
    for name in set(sys.modules) - before:
        del sys.modules[name]


def _by_statement():
    import slow_to_load

    return slow_to_load.DONE


def _by_function():
    return importlib.import_module("slow_to_load").DONE


def _by_lazy_attribute():
    import lazy

    return lazy.slow_to_load.DONE


LAZY = "import importlib\n__getattr__ = lambda name: importlib.import_module(name)"


@pytest.mark.parametrize("answer", [_by_statement, _by_function, _by_lazy_attribute])
def test_an_import_costs_no_time(answer, module):
    module("slow_to_load", BUSY + "DONE = 3")
    module("lazy", LAZY)
    assert sandbox.run(answer, limit=0.1) == sandbox.Run(3)


def test_what_follows_an_import_costs_time(module):
    module("slow_to_load", BUSY + "DONE = 3")
    assert not sandbox.run(lambda: (_by_statement(), _loop()), limit=0.1).finished
    assert sys.modules["slow_to_load"].DONE == 3


def test_an_import_is_never_interrupted(module):
    answer_is = "import threading, test_sandbox as t\nt._interrupt_main()\n"
    module("slow_to_load", answer_is + BUSY + "DONE = 3")
    threads, after = set(sys._current_frames()), []

    def answer():
        _by_statement()
        after.append("the import")

    sys.modules["test_sandbox"] = sys.modules[__name__]
    with pytest.raises(KeyboardInterrupt):
        sandbox.run(answer)
    _wait_until(lambda: set(sys._current_frames()) <= threads)
    assert sys.modules["slow_to_load"].DONE == 3 and not after


def test_an_import_that_brings_nothing_costs_time():
    def answer():
        end = time.thread_time() + 10
        while time.thread_time() < end:
            with contextlib.suppress(ImportError):
                import no_such_module  # noqa: F401

    assert not sandbox.run(answer, limit=0.05).finished


def test_nothing_is_imported_once_the_time_is_up(module):
    module("slow_to_load", BUSY + "DONE = 3")

    def answer():
        try:
            _loop()
        finally:
            _by_statement()

    assert not sandbox.run(answer, limit=0.05).finished
    assert "slow_to_load" not in sys.modules


def test_an_import_without_end_is_stopped_and_forgotten(module, monkeypatch):
    monkeypatch.setattr(stoppable, "IMPORTING", 0.1)
    module("endless/__init__", "import endless.part\nwhile True:\n    pass")
    module("endless/part", "")
    assert not sandbox.run(lambda: importlib.import_module("endless")).finished
    _wait_until(lambda: not {"endless", "endless.part"} & set(sys.modules))


def test_what_a_library_patches_stays(module):
    module("patching", "import torch\ntorch.Tensor.patched = torch.Tensor.neg = torch.Tensor.abs")
    neg = torch.Tensor.neg
    try:
        sandbox.run(lambda: importlib.import_module("patching"))
        assert torch.Tensor.patched is torch.Tensor.neg is torch.Tensor.abs
    finally:
        del torch.Tensor.patched, torch.Tensor.neg
    assert torch.Tensor.neg is neg


FRESH = """
import torch
from course_utils.checking import exercises, judging, sandbox


def train(x, y, lr, steps):
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    optimizer = torch.optim.SGD([params], lr=lr)
    for _ in range(steps):
        optimizer.zero_grad()
        ((params[0] * x + params[1] - y) ** 2).mean().backward()
        optimizer.step()
    return params


def grad_ls(X, theta, y):
    loss = lambda theta: ((X @ theta - y) ** 2).mean()
    return torch.func.grad(loss)(theta)


numbers = ("6.3", "7.3", "5.2", "10.1")
answers = {n: [part.answer() for part in exercises.find(n).parts] for n in numbers}
answers |= {"6.3": [train], "5.2": [grad_ls]}
for sandbox.LIMIT in (0.5, 5.0):
    for number in numbers:
        print(judging.judge(number, *answers[number], seed=1))
torch.optim.Adam([torch.ones(1, requires_grad=True)])
print("usable")
"""


def _python(source, **environ):
    """Return what a fresh Python prints, as bytes."""
    command = [sys.executable, "-c", textwrap.dedent(source)]
    ran = subprocess.run(command, capture_output=True, env={**os.environ, **environ})
    assert ran.returncode == 0, ran.stderr.decode()
    return ran.stdout


def test_first_use_of_a_library_harms_nobody():
    rows = _python(FRESH, PYTHONIOENCODING="utf-8").decode().splitlines()
    assert [row[0] for row in rows if row[0] != " "] == [*"✓" * 8, "u"], rows


# Anywhere ----------------------------------------------------------------------------------------


def test_check_works_in_a_plain_shell_and_in_ascii():
    shown = _python(
        """
        from IPython.core.interactiveshell import InteractiveShell

        shell = InteractiveShell.instance()
        ran = shell.run_cell("from course_utils import check; check('1.6', lambda x: exit())")
        ran.raise_error()
        """,
        PYTHONIOENCODING="ascii",
    )
    assert shown.startswith(b"[wrong] 1.6 Standardise")


@pytest.mark.parametrize("encoding, mark", [("utf-8", "✗ "), ("cp1252", "[wrong] "), (None, "✗ ")])
def test_verdict_is_printed_in_any_encoding(monkeypatch, encoding, mark):
    written = io.BytesIO()
    stream = io.TextIOWrapper(written, encoding) if encoding else io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)
    show(Verdict(Kind.UNKNOWN, "title ∂"))
    stream.flush()
    shown = written.getvalue().decode(encoding) if encoding else stream.getvalue()
    monkeypatch.undo()
    assert shown in (f"{mark}title ∂\n", f"{mark}title \\u2202\n")


# In the kernel -----------------------------------------------------------------------------------

SETUP = """from course_utils import check
from course_utils.checking import sandbox
sandbox.LIMIT = 0.5"""
CELLS = {
    "exit()": "tried to end Python",
    "quit()": "tried to end Python",
    "raise SystemExit": "raised SystemExit",
    "return input('?')": "wait for typing",
    "import os; os._exit(1)": "tried to end Python",
    "breakpoint()": "✗",
    "print('to be seen')": "printed: to be seen",
    "while True: pass": "seconds",
    "get_ipython().run_cell('1/0')": "✗",
    "get_ipython().kernel.do_shutdown(False)": "tried to end Python",
}


def test_kernel_survives():
    cells = [nbformat.v4.new_code_cell(SETUP)]
    for body in CELLS:
        source = f"def standardise(x):\n    {body}\n\n\ncheck('1.6', standardise)"
        cells.append(nbformat.v4.new_code_cell(source))
    cells.append(nbformat.v4.new_code_cell("print('alive')"))
    executed = notebooks.execute(nbformat.v4.new_notebook(cells=cells))
    assert executed.cells[-1].outputs[0].text == "alive\n"
    for cell, fragment in zip(executed.cells[1:-1], CELLS.values(), strict=True):
        verdict = cell.outputs[-1].data
        assert verdict["text/plain"].startswith("✗ 1.6"), cell.source
        assert fragment in verdict["text/plain"], cell.source
        assert 'role="status"' in verdict["text/html"]


def test_check_shows_one_verdict(monkeypatch):
    shown = []
    monkeypatch.setattr(judging, "show", shown.append)
    assert judging.check("1.6", _loop) is None
    assert len(shown) == 1 and shown[0].mark == WRONG
