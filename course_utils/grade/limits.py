"""What one notebook may take: memory, processes, output, time."""

import contextlib
from dataclasses import asdict, dataclass

MB = 1_000_000


@dataclass(frozen=True)
class Limits:
    """Seconds for a `cell` and for a whole `notebook`; megabytes of `memory` and of `output`.

    `memory` and `processes` are those of all that the notebook starts together. `output` is what
    one file of its own may hold, and what it may say to the grader.
    """

    cell: float = 20.0
    notebook: float = 180.0
    memory: float = 3000.0
    processes: int = 64
    output: float = 50.0

    def as_job(self) -> dict:
        """Return them as they are told to the process that they are for."""
        return asdict(self)


def apply(limits: dict) -> None:
    """Let the system refuse this process more, where there is a system that can.

    The whole of what it starts is watched from outside, by `process`. That ends it when it takes
    too much; what is refused here is twice as much at once, for no watch is quick enough for it.
    """
    with contextlib.suppress(ImportError):  # not on Windows
        import resource

        for name, most in [
            ("RLIMIT_DATA", int(2 * limits["memory"] * MB)),
            ("RLIMIT_FSIZE", int(limits["output"] * MB)),
            ("RLIMIT_CORE", 0),
        ]:
            with contextlib.suppress(AttributeError, ValueError, OSError):
                kind = getattr(resource, name)
                _, hard = resource.getrlimit(kind)
                most = most if hard == resource.RLIM_INFINITY else min(most, hard)
                resource.setrlimit(kind, (most, most))
