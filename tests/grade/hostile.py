"""Submissions that mean harm, or cheat: what each does, and what its exercises may come to.

Each is one cell before lesson 00's exercises. What gets through the walls notes it in `reached`.
"""

import contextlib
import http.server
import os
import threading
from pathlib import Path

from submissions import UNIT

import course_utils
from course_utils.grade import bench, shut_in, submissions
from course_utils.grade.limits import Limits
from course_utils.publish import notebooks

NAME = "00_can_a_machine_learn"
WALLS = shut_in.walls()
LIMITS = Limits(cell=3, notebook=60, memory=1500, processes=40)

BESIDE = "reads what lies beside Python"
# What no wall lets through. `{outside}` is a file of the grader's own, `{port}` a server of its,
# `{beside}` a file that lies where a notebook has to see others, and is to be hidden.
THROUGH_THE_WALLS = {
    BESIDE: "open({beside!r}).read()",
    "reads a file of the grader's": "open({outside!r}).read()",
    "writes a file of the grader's": "open({outside!r}, 'a').write('x')",
    "deletes a file of the grader's": "os.remove({outside!r})",
    "lists the hand-ins": "assert os.listdir({inputs!r})",
    "writes the package": "open(course_utils.__file__, 'a').write('x')",
    "writes Python": "open(os.__file__, 'a').write('x')",
    "signals the grader": "os.kill({pid}, 0)",
    "asks a server": "socket.create_connection(('127.0.0.1', {port}), 5)",
    "has a password in its environment": "os.environ['A_PASSWORD']",
    "finds the key beside the package": "import course_utils.lessons.lesson_00_can_a_machine_learn."
    "ex1_perceptron",
    "finds the key where the course lies": "open({key!r}).read()",
    "finds the key on any path": "next(p for q in sys.path for p in "
    "pathlib.Path(q or '.').rglob('lesson_00*/ex1_*.py'))",
    "reads what is for its owner only": "open('/etc/shadow').read()",
    "fills the disk": "[open(f'/tmp/{{i}}', 'wb').write(b'0' * 40_000_000) for i in range(30)]",
}

ATTEMPT = """
import os, pathlib, socket, sys, course_utils
reached = globals().get("reached", [])
try:
    {attempt}
except (OSError, KeyError, ImportError, StopIteration):
    pass
else:
    reached.append({name!r})
"""
REACHED = "raise AssertionError(reached)"

# What ends, or goes on for ever, beside the answers: none of it costs anybody else anything.
DISTURBING = {
    "kills its parent": "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)",
    "kills whatever it can": "import os, signal\nos.kill(-1, signal.SIGKILL)",
    "takes all memory": "hog = [bytearray(10**9) for _ in range(50)]",
    "takes all memory slowly": "hog = []\nwhile True:\n    hog.append('x' * 10**7)",
    "starts processes without end": "import subprocess\n"
    "for _ in range(500):\n    subprocess.Popen(['sleep', '600'])",
    "leaves a thread": "import threading, time\n"
    "threading.Thread(target=time.sleep, args=(600,)).start()",
    "leaves a pool": "from multiprocessing.pool import ThreadPool\n"
    "import time\nThreadPool(4).map_async(time.sleep, [600] * 4)",
    "leaves a child of a child": "import subprocess\n"
    "subprocess.Popen('(setsid sleep 600 &)', shell=True)",
    "hears no alarm": "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\n"
    "while True: pass",
    "catches everything": "while True:\n    try:\n        while True: pass\n"
    "    except BaseException: pass",
    "waits for ever": "import threading\nthreading.Event().wait()",
    "locks itself": "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()",
    "aborts": "import os\nos.abort()",
    "reads address 0": "import ctypes\nctypes.string_at(0)",
    "calls itself": "import sys\nsys.setrecursionlimit(10**9)\ndef f(): return f()\nf()",
    "writes without end": "import os\nwhile True:\n    for d in range(3, 30):\n"
    "        try: os.write(d, b'x' * 10**6)\n        except OSError: pass",
    "prints without end": "while True: print('x' * 10**6)",
    "writes brackets without end": "import os\nfor d in range(3, 30):\n"
    "    try: os.write(d, b'[' * 10**5 + b'\\n')\n    except OSError: pass",
    "closes every stream": "import os\nfor d in range(30):\n"
    "    try: os.close(d)\n    except OSError: pass",
    "deletes what it finds": "import shutil\nshutil.rmtree('/', ignore_errors=True)",
    "asks for typing": "name = input('Who are you? ')",
    "leaves": "import sys\nsys.exit()",
    "breaks Python": "import builtins\nbuiltins.len = builtins.isinstance = None",
    "breaks json": "import json\njson.dumps = lambda *_, **__: '[]'",
}

# What would be worth points if it worked. The exercises themselves are wrong, or not attempted.
WRONG = {"ex_1": UNIT.format("return 7"), "ex_4": 'order = "abcdef"\ncheck("0.4", order)'}
CHEATS = {
    "replaces what compares": "import torch\ntorch.isclose = torch.equal = torch.allclose = "
    "lambda *_, **__: True",
    "replaces the judge": "import course_utils.checking.comparison as c\n"
    "c.difference = c._differ = lambda *_, **__: None",
    "replaces the trial": "import course_utils.checking.handing_in as h\n"
    "h.hand_in = lambda *_: h.HandedIn()",
    "runs the solution": "from course_utils.checking.exercises import find\n"
    "try: exec(find('0.1').source())\nexcept ValueError: pass",
    "says that it passed": "import json, os\nfor d in range(3, 30):\n"
    "    for n in ('0.1', '0.4'):\n"
    "        line = {'exercise': n, 'cell': 5, 'result': 'passed', 'sentence': '', 'seconds': 0,"
    " 'mistakes': []}\n"
    "        try: os.write(d, (json.dumps(line) + chr(10)).encode())\n        except OSError: pass",
    "hands in nothing many times": "import json, os\nfor d in range(3, 30):\n"
    "    line = {'exercise': '0.4', 'cell': 5, 'handed': [{'outcomes': [], 'limit': 5.0,"
    " 'finished': True, 'printed': ''}], 'seconds': 0}\n"
    "    try: os.write(d, (json.dumps(line) + chr(10)).encode())\n    except OSError: pass",
    "takes the papers": "import gc\nfrom course_utils.checking.paper import Paper\n"
    "papers = [o for o in gc.get_objects() if isinstance(o, Paper)]\n"
    "for p in papers: object.__setattr__(p, 'observe', None)",
    "equals everything": "class Yes:\n    __eq__ = __bool__ = lambda *_: True\n"
    "    __hash__ = lambda self: 1\nyes = Yes()",
    "prints a tick": "print('\\u2713 0.4 Six events')",
    "redefines check": "def check(*_): print('\\u2713')",
}
# These change what the others need.
ALONE = ("takes the papers", "redefines check", "replaces the trial")

# After which all that follows is right: the cell is left out, or did nothing to it.
HARMLESS = set(DISTURBING) - {"closes every stream", "breaks Python", "breaks json"}


def attempt(name, places):
    """Return the cell that tries to get through the walls in this way."""
    code = THROUGH_THE_WALLS[name].format(**places)
    return ATTEMPT.format(attempt=code, name=name)


def grades(nb, terms):
    """Return the grades of a notebook, and the seconds it took."""
    one = submissions.Submission("ada/00.ipynb", "ada", NAME)
    cells = [(cell.id, cell.source) for cell in notebooks.code_cells(nb)]
    submissions._find_exercises(one, cells)
    return bench.grade(one, terms)


@contextlib.contextmanager
def places(folder):
    """Give what lies outside of the walls: a file, the hand-ins, a server, the key."""
    file = folder / "marks.csv"
    file.write_text("ada,6")
    (key,) = Path(course_utils.__file__).parent.glob("lessons/lesson_00_*/ex1_*.py")
    server = http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield {
        "file": file,
        "outside": str(file),
        "inputs": str(folder),
        "key": str(key),
        "pid": os.getpid(),
        "port": server.server_port,
    }
    server.shutdown()
    server.server_close()
