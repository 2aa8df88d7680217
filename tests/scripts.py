"""The scripts of the explorers without a page, held against torch."""

import itertools
import json
import math
import shutil
import subprocess

import pytest

from course_utils import explore

EXPLORERS = [explore.find(name) for name in explore.names()]

needs_node = pytest.mark.skipif(not shutil.which("node"), reason="there is no Node")

# A function of the built script and of states: their numbers, or the knobs where there are none.
# JSON has no word for what is not finite.
NUMBERS = """(script, states) => {
  const {explorer} = new Function(`${script}; return course`)();
  const plain = (_, value) =>
    typeof value === "number" && !Number.isFinite(value) ? {number: String(value)}
    : ArrayBuffer.isView(value) ? [...value] : value;
  return JSON.stringify(states?.map(explorer.numbers) ?? explorer.knobs, plain);
}"""
SENTENCES = """(script, states) => {
  const {explorer} = new Function(`${script}; return course`)();
  return JSON.stringify(states.map(state => explorer.sentence(state, explorer.numbers(state))));
}"""
NODE = """
const asked = require("node:fs").readFileSync(0, "utf8");
process.stdout.write((%s)(...JSON.parse(asked)));
"""


def in_node(*arguments, function=NUMBERS):
    """Return what the function gives in Node."""
    command = [shutil.which("node"), "--eval", NODE % function]
    ran = subprocess.run(
        command, input=json.dumps(arguments), capture_output=True, encoding="utf-8", check=True
    )
    return ran.stdout


def sentences(explorer, states):
    """Return what the page says of each state, which may name only what is not as at the start."""
    start = {knob["name"]: knob["value"] for knob in parsed(in_node(explorer.script(), None))}
    states = [start | state for state in states]
    return json.loads(in_node(explorer.script(), states, function=SENTENCES))


def parsed(text):
    """Return JSON of the page as Python has it, with inf and nan."""

    def number(found):
        return float(found["number"]) if found.keys() == {"number"} else found

    return json.loads(text, object_hook=number)


def settings(knob):
    """Return values of a knob: all of a few; of a number both ends, the middle, one step inside."""
    match knob["kind"]:
        case "slider" | "steps":
            low, high, step = knob["low"], knob["high"], knob["step"]
            middle = low + round((high - low) / step / 2) * step
            return [low, low + step, middle, high]
        case "choice":
            return knob["options"]
        case "toggle":
            return [False, True]
        case "text":
            return [knob["value"], "", "2, 3", "$x^", "1" * knob["most"]]
        case "list":
            first, *rest = knob["value"]
            low, high, many = knob["low"], knob["high"], len(knob["value"])
            one = [high, *rest], [first, *rest[:-1], low]
            return [knob["value"], *one, [low] * many, [high] * many]


def grid(knobs):
    """Return states: all settings together or, where they are too many, those of every two."""
    many = math.prod(len(settings(knob)) for knob in knobs) > 500
    start = {knob["name"]: knob["value"] for knob in knobs}
    return [
        start | dict(zip([knob["name"] for knob in some], values, strict=True))
        for some in (itertools.combinations(knobs, 2) if many and len(knobs) > 1 else [knobs])
        for values in itertools.product(*map(settings, some))
    ]


def differences(theirs, ours, relative=1e-9):
    """Return where two results differ, as ".name[3]: one is not the other"."""
    return [f"{place}: {what}" for place, what in _differences(theirs, ours, relative, 0)]


def _differences(theirs, ours, relative, scale):
    if isinstance(ours, dict) and isinstance(theirs, dict) and theirs.keys() == ours.keys():
        for key in ours:
            for place, what in _differences(theirs[key], ours[key], relative, 0):
                yield f".{key}{place}", what
    elif isinstance(ours, list | tuple) and isinstance(theirs, list) and len(theirs) == len(ours):
        # Beside large numbers, what is left of a difference of two may be any small one.
        sizes = [abs(each) for each in ours if isinstance(each, float) and math.isfinite(each)]
        largest = max(sizes, default=0)
        for i, pair in enumerate(zip(theirs, ours, strict=True)):
            for place, what in _differences(*pair, relative, largest):
                yield f"[{i}]{place}", what
    elif not _same(theirs, ours, relative, scale):
        yield "", f"{theirs!r} is not {ours!r}"


_NO_NUMBER = (bool, str, type(None), dict, list)


def _same(theirs, ours, relative, scale):
    if isinstance(theirs, _NO_NUMBER) or isinstance(ours, _NO_NUMBER):
        return type(theirs) is type(ours) and theirs == ours
    if math.isnan(ours):
        return math.isnan(theirs)
    return math.isclose(theirs, ours, rel_tol=relative, abs_tol=relative * max(scale, 1e-3))


def disagreements(explorer, evaluate):
    """Return where the page's numbers are not torch's, on the whole grid.

    `evaluate(script, states)` returns what `NUMBERS` gives, in whatever runs JavaScript.
    """
    script = explorer.script()
    states = grid(parsed(evaluate(script, None)))
    found = zip(states, parsed(evaluate(script, states)), strict=True)
    return [
        (state, wrong)
        for state, numbers in found
        if (wrong := differences(numbers, explorer.compute(**state), explorer.tolerance))
    ]
