"""Whose a file is, as far as its path tells."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """Whose a file is: a `name`, with the `id` that a `system` gave, '' where none did.

    `file` is the name that the student gave it, where the path tells; `upload` grows with each
    upload; `late` is the system's own mark.
    """

    name: str
    id: str = ""
    system: str = ""
    file: str = ""
    upload: int = 0
    late: bool = False
