"""Whatever an answer does, a check ends with a verdict, and the notebook is as it was before."""

import contextlib
import ctypes
import functools
import io
import os
import random
import signal
import sys
import threading
import time
import types
import warnings

import nbformat
import numpy as np
import pytest
import torch
from answering import hand_in

from course_utils import judge, notebooks, sandbox
from course_utils.verdict import WRONG, Verdict


def _state():
    return (
        torch.get_rng_state().tolist(),
        [part.tolist() if isinstance(part, np.ndarray) else part for part in np.random.get_state()],
        random.getstate(),
        torch.get_default_dtype(),
        torch.is_grad_enabled(),
        torch.ones(1).device,
        sys.stdout,
        sys.stderr,
        warnings.filters[:],
        os._exit,
        os.kill,
        input,
    )


@pytest.fixture(autouse=True)
def state_is_left_alone():
    before = _state()
    yield
    assert _state() == before


@pytest.fixture(autouse=True)
def little_time(monkeypatch):
    monkeypatch.setattr(sandbox, "LIMIT", 0.3)
    monkeypatch.setattr(sandbox, "PATIENCE", 0.1)


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
    time.sleep(1.5)


def _sleep_that_catches(*_):
    while True:
        with contextlib.suppress(BaseException):
            time.sleep(0.01)


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
    *SLOW,
    *ACTIONS,
    *CALLABLES,
    *(value for value in VALUES if not callable(value)),  # handed in without a function around it
]
FUNCTIONS = [
    "1.3 quad",
    "2.1 rmse",
    "1.4 snapshot",
    "2.2 best_for_mae",
    "1.2 make_speed",
    "2.5 lowest",
]


def _judged(name, answer):
    line = hand_in(name, answer, seed=1)
    assert line.mark == WRONG
    assert "could not be compared" not in line.text
    verdict = Verdict.of("title", [line], name.split()[0])
    assert str(verdict) and len(str(verdict)) < 3000
    assert verdict._repr_html_() and len(verdict._repr_html_()) < 4000
    return line


def test_there_is_enough_junk():
    assert len(JUNK) >= 200


@pytest.mark.parametrize("index", range(len(JUNK)))
def test_junk_gets_a_verdict(index):
    is_slow = any(JUNK[index] is slow for slow in SLOW)
    for turn in range(1 if is_slow else 2):
        _judged(FUNCTIONS[(index + turn) % len(FUNCTIONS)], JUNK[index])


@pytest.mark.parametrize("index", range(len(VALUES)))
def test_junk_as_a_value_gets_a_verdict(index):
    for name in ("1.5 mixed", "2.6 ranking"):
        _judged(name, VALUES[index])


# What the verdict says ---------------------------------------------------------------------------


@pytest.mark.parametrize("answer", SLOW)
def test_what_takes_too_long_is_stopped_and_named(answer):
    line = _judged("2.1 rmse", answer)
    assert "0.3 seconds" in line.text and "loop" in line.said


@pytest.mark.parametrize("answer", [_loop, _print_a_lot])
def test_stopped_loop_leaves_no_thread(answer):
    threads = len(sys._current_frames())
    _judged("2.1 rmse", answer)
    assert len(sys._current_frames()) == threads


def test_code_that_catches_everything_is_halted():
    steps = []

    def answer():
        while True:
            try:
                while True:
                    steps.append(0)
                    time.sleep(0.001)
            except BaseException:
                continue

    assert not sandbox.run(answer, limit=0.05).finished
    time.sleep(0.05)  # it may be on its last step
    taken = len(steps)
    time.sleep(0.05)
    assert len(steps) == taken > 0


@pytest.mark.parametrize("answer", [_leave_at_once, _kill, _ask, lambda *_: os.abort()])
def test_exit_is_named(answer):
    assert "tried to end Python or to wait for typing" in _judged("2.1 rmse", answer).text


def test_what_was_printed_is_shown_in_part():
    line = _judged("2.1 rmse", _print_and_fail)
    shown = str(Verdict.of("title", [line], "2.1"))
    assert "printed: <b>" in shown and len(shown) < 1000
    assert "<b>" not in Verdict.of("title", [line], "2.1")._repr_html_()


def test_error_names_the_line_it_came_from():
    def answer(y_hat, y):
        residuals = y_hat - y
        return residuals.meen()

    assert "return residuals.meen()" in _judged("2.1 rmse", answer).text


def test_right_answer_may_print_warn_and_draw():
    def mse(y_hat, y):
        print("hello")
        warnings.warn("look", stacklevel=1)
        torch.manual_seed(1)
        torch.set_default_dtype(torch.float64)
        torch.set_grad_enabled(False)
        return ((y_hat - y) ** 2).mean()

    assert hand_in("2.1 mse", mse).mark == "✓"


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


def test_result_that_comes_too_late_is_dropped():
    def late():
        with contextlib.suppress(BaseException):
            time.sleep(0.4)
        return 3

    ran = sandbox.run(late, limit=0.05)
    assert not ran.finished and ran.value is None and ran.error is None


def test_output_is_kept_up_to_a_limit():
    ran = sandbox.run(lambda: print("x" * 10**7))
    assert len(ran.printed) == sandbox.MOST_PRINTED


def test_interrupting_the_kernel_stops_the_answer():
    main = threading.main_thread().ident
    threading.Timer(0.1, signal.pthread_kill, args=(main, signal.SIGINT)).start()
    threads = len(sys._current_frames()) - 1  # the timer itself
    with pytest.raises(KeyboardInterrupt):
        sandbox.run(_loop, limit=30)
    time.sleep(0.05)
    assert len(sys._current_frames()) == threads


def test_answers_may_use_the_sandbox_themselves():
    assert sandbox.run(lambda: sandbox.run(lambda: 3).value).value == 3


def test_out_of_time_is_not_caught_by_except_exception():
    def answer():
        while True:
            with contextlib.suppress(Exception):
                time.sleep(0.001)

    assert not sandbox.run(answer, limit=0.05).finished


def test_reference_to_the_thread_is_real():  # what _stop relies on: an unknown thread is not hit
    hit = ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(1), None)
    assert hit == 0


# In the kernel -----------------------------------------------------------------------------------

SETUP = "from course_utils import check, sandbox\nsandbox.LIMIT = 0.5"
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
    "get_ipython().kernel.do_shutdown(False)": "✗",
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
    monkeypatch.setattr(judge, "show", shown.append)
    assert judge.check("1.6", _loop) is None
    assert len(shown) == 1 and shown[0].mark == WRONG
