"""A notebook is read whatever program wrote it, and a script as the cells it is made of."""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course_utils.grade import reading

NB = new_notebook(
    cells=[
        new_markdown_cell("text"),
        new_code_cell("a = 'ü€🙂'", id="first", outputs=[new_output("stream", text="x" * 1000)]),
        new_code_cell("b = 2", id="second"),
    ]
)
TEXT = nbformat.writes(NB)
CELLS = [("first", "a = 'ü€🙂'"), ("second", "b = 2")]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_a_notebook_is_read_in_any_encoding_of_unicode(encoding):
    assert reading.cells("a.ipynb", TEXT.encode(encoding)) == CELLS
    assert reading.cells("a.ipynb", json.dumps(NB).encode(encoding)) == CELLS


def test_bytes_that_are_no_text_do_not_stand_in_the_way():
    data = TEXT.encode().replace(b"x" * 10, b"\xff" * 10)
    assert reading.cells("a.ipynb", data) == CELLS


def test_notebooks_of_older_formats_are_upgraded():
    third = nbformat.v3.new_notebook(
        worksheets=[nbformat.v3.new_worksheet(cells=[nbformat.v3.new_code_cell("a = 1")])],
        metadata=nbformat.v3.new_metadata(name="old"),
    )
    ((_, source),) = reading.cells("a.ipynb", json.dumps(third).encode())
    assert source == "a = 1"
    fourth = json.loads(TEXT) | {"nbformat_minor": 2}
    for cell in fourth["cells"]:
        del cell["id"]
    found = reading.cells("a.ipynb", json.dumps(fourth).encode())
    assert [source for _, source in found] == [source for _, source in CELLS]


@pytest.mark.parametrize(
    "data, said",
    [
        (b"", "the file is empty"),
        (b"my answers", "expected a notebook, which is JSON; Expecting value"),
        (b"[]", "expected a notebook; got JSON that is a list"),
        (b"[" * 200_000, "without end"),
        (b"{}", "."),
        (b'{"nbformat": 9, "cells": []}', "9"),
        (b"%PDF-1.4\xff\x00", "which is JSON"),
    ],
)
def test_what_is_no_notebook_is_said(data, said):
    with pytest.raises(Exception, match=said):
        assert reading.cells("a.ipynb", data)


@pytest.mark.parametrize(
    "source, cells",
    [
        ("a = 1\ncheck()", ["a = 1\ncheck()"]),
        ("# %%\na = 1\n\n# %% the second\nb = 2\n", ["a = 1", "b = 2"]),
        ("import x\n# %% [markdown]\n# text\n# %%\nb", ["import x", "# text", "b"]),
        ("#!/usr/bin/env python\n\n# In[1]:\n\n\na\n\n\n# In[ ]:\n\n\nb", None),
        ("\ufeff# %%\r\na = 1\r\n# %%\r\nb", ["a = 1", "b"]),
        ("a = '''\n  # %% no cell\n'''", ["a = '''\n  # %% no cell\n'''"]),
    ],
)
def test_a_script_is_divided_where_programs_divide_it(source, cells):
    found = [one for _, one in reading.cells("a.PY", source.encode())]
    assert found == (cells or ["#!/usr/bin/env python", "a", "b"])
