"""What `make` makes of the notebooks: stored outputs, slides, hand-outs, notes, solutions."""

import sys

# nbformat imports jsonschema, and that makes a grammar of addresses in all alphabets where it finds
# one: a second or, beside torch, five of the processor in each process, and no notebook needs it.
sys.modules.setdefault("rfc3987_syntax", None)
