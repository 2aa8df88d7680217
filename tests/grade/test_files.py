"""What was handed in is found in folders and zips; what is not read is said; nothing escapes."""

import io
import os
import stat
import zipfile

import pytest

from course_utils.grade import files, submissions

CHECK = b'order = "abcdef"\ncheck("0.4", order)'
MOODLE = "Ada Lovelace_12345_assignsubmission_file"


def zipped(entries, **changed):
    """Return the bytes of a zip of {name: bytes}; `changed` sets attributes of its entries."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in entries.items():
            entry = zipfile.ZipInfo(name)
            for attribute, value in changed.items():
                setattr(entry, attribute, value)
            file.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def save(folder, entries):
    for name, data in entries.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def handed_in(folder):
    """Return {file: (student, id, trouble)} of what is found, and {file: why} of the others."""
    found, others = submissions.find(folder)
    return {one.file: (one.student, one.origin.id, one.trouble) for one in found}, others


def test_a_download_of_moodles_is_read_as_a_folder_and_as_a_zip(tmp_path):
    entries = {f"{MOODLE}/my/02.py": CHECK, "Bob_7_assignsubmission_file_/a.py": CHECK}
    save(tmp_path / "folder", entries)
    save(tmp_path / "zip", {"download.zip": zipped(entries)})
    want = {"Ada Lovelace": "12345", "Bob": "7"}
    for place in ("folder", "zip", "zip/download.zip"):
        found, others = handed_in(tmp_path / place)
        assert {student: number for student, number, _ in found.values()} == want
        assert not others


def test_two_downloads_lie_beside_each_other(tmp_path):
    canvas = {"lovelaceada_LATE_12345_67890_02_loss-1.py": CHECK}
    save(tmp_path, {"a.zip": zipped({f"{MOODLE}/02.py": CHECK}), "b.zip": zipped(canvas)})
    found, _ = submissions.find(tmp_path)
    assert [one.student for one in found] == ["Ada Lovelace", "lovelaceada"]
    assert [one.origin.late for one in found] == [False, True]


@pytest.mark.parametrize("name", ["ada.zip", "ada_00_can_a_machine_learn.zip", "ada/answers.ZIP"])
def test_a_zip_beside_others_is_one_persons_whatever_it_says(name, tmp_path):
    inside = {"Bob_7_assignsubmission_file/a.py": CHECK, "eve_1_234_b.py": CHECK}
    save(tmp_path, {name: zipped(inside), "carl/a.py": CHECK})
    found, _ = handed_in(tmp_path)
    assert {student for student, _, _ in found.values()} == {"ada", "carl"}


def test_a_zip_in_a_zip_is_read_and_no_further_one(tmp_path):
    nested = zipped({"a.py": CHECK, "deeper.zip": zipped({"b.py": CHECK})})
    save(tmp_path, {"ada/a.zip": zipped({"b.zip": nested})})
    found, _ = handed_in(tmp_path)
    assert found == {
        "ada/a.zip/b.zip/a.py": ("ada", "", ""),
        "ada/a.zip/b.zip/deeper.zip": ("ada", "", "is a zip in a zip in a zip"),
    }


@pytest.mark.parametrize(
    "name, changed, trouble",
    [
        ("../../a.py", {}, "leads out of its zip"),
        ("/etc/a.py", {}, "leads out of its zip"),
        ("..\\a.py", {}, "leads out of its zip"),
        ("C:\\a.py", {}, "leads out of its zip"),
        ("a.py", {"external_attr": (stat.S_IFLNK | 0o777) << 16}, "symbolic link"),
        ("a.ipynb", {"flag_bits": 1}, "encrypted"),
    ],
)
def test_what_is_not_read_of_a_zip_is_said(name, changed, trouble, tmp_path, monkeypatch):
    data = zipped({name: CHECK}, **changed)
    if "flag_bits" in changed:  # which `zipfile` does not write
        at = data.index(b"PK\x01\x02") + 8
        data = data[:at] + b"\x01" + data[at + 1 :]
    save(tmp_path, {"ada/a.zip": data, "bob/a.py": CHECK})
    before = sorted(tmp_path.rglob("*"))
    found, others = handed_in(tmp_path)
    (said,) = [why for file, (_, _, why) in found.items() if file.startswith("ada")]
    assert trouble in said or trouble in " ".join(others.values())
    assert sorted(tmp_path.rglob("*")) == before


def test_a_bomb_is_said_and_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LARGEST", 1_000_000)
    monkeypatch.setattr(files, "MOST_BYTES", 1_500_000)
    bomb = {"a.ipynb": b" " * 1_000_001, **{f"b{i}.ipynb": b" " * 600_000 for i in range(3)}}
    save(tmp_path, {"ada/a.zip": zipped(bomb), "bob/a.py": CHECK})
    read = []
    monkeypatch.setattr(submissions.reading, "cells", lambda name, data: read.append(name) or [])
    handed_in(tmp_path)
    assert "ada/a.zip/a.ipynb" not in read and "ada/a.zip/b2.ipynb" not in read
    assert "ada/a.zip/b0.ipynb" in read


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no zip"])
def test_what_is_no_zip_has_its_row(data, tmp_path):
    save(tmp_path, {"ada/a.zip": data, "bob/a.py": CHECK})
    found, _ = handed_in(tmp_path)
    assert "cannot be opened" in found["ada/a.zip"][2]


def test_a_damaged_entry_has_its_row(tmp_path):
    data = zipped({"a.py": CHECK * 100, "b.py": CHECK})
    save(tmp_path, {"ada/a.zip": data.replace(b"order", b"oxder")})
    data = bytearray(zipped({"a.ipynb": os.urandom(1000)}))
    data[60] ^= 255
    save(tmp_path, {"bob/a.zip": bytes(data)})
    found, _ = handed_in(tmp_path)
    assert found["bob/a.zip/a.ipynb"][2]


def test_links_are_not_followed_and_said(tmp_path):
    save(tmp_path / "in", {"bob/a.py": CHECK})
    save(tmp_path / "out", {"secret.py": CHECK})
    (tmp_path / "in" / "ada").mkdir()
    (tmp_path / "in" / "ada" / "a.ipynb").symlink_to(tmp_path / "out" / "secret.py")
    (tmp_path / "in" / "cyd").symlink_to(tmp_path / "out")
    (tmp_path / "in" / "round").symlink_to(tmp_path / "in")
    os.mkfifo(tmp_path / "in" / "pipe.ipynb")
    found, others = handed_in(tmp_path / "in")
    assert found["ada/a.ipynb"] == ("ada", "", "is a symbolic link, which is not followed")
    assert found["pipe.ipynb"][2] == "is no ordinary file"
    assert others["cyd"] == others["round"] == "is a symbolic link, which is not followed"
    assert set(found) == {"ada/a.ipynb", "bob/a.py", "pipe.ipynb"}


def test_two_files_of_one_name_in_a_zip_are_two(tmp_path):
    with pytest.warns(UserWarning), zipfile.ZipFile(tmp_path / "ada.zip", "w") as made:
        made.writestr("a.py", CHECK)
        made.writestr("a.py", CHECK + b"\n2")
    found, _ = handed_in(tmp_path)
    assert set(found) == {"ada.zip/a.py", "ada.zip/a [2].py"}


def test_who_handed_in_no_notebook_has_a_row_that_says_what_came(tmp_path):
    save(
        tmp_path,
        {
            "Ada_1_assignsubmission_onlinetext/onlinetext.html": b"<p>hi",
            "Bob_2_assignsubmission_file/02_loss.pdf": b"",
            "Bob_2_assignsubmission_file/helper.py": b"x = 1",
            "curieeve_3_text.html": b"",
            "dan/02.py": CHECK,
            "dan/data/numbers.csv": b"",
            "readme.txt": b"",
        },
    )
    found, others = handed_in(tmp_path)
    said = {student: why for student, _, why in found.values()}
    assert set(said) == {"Ada", "Bob", "curieeve", "dan"}
    assert said["Ada"].endswith("handed in: onlinetext.html") and not said["dan"]
    assert "02_loss.pdf, helper.py" in said["Bob"]
    assert others["readme.txt"] == "is no notebook and no script"


def test_a_module_of_ones_own_goes_along_with_what_lies_beside_it(tmp_path):
    save(
        tmp_path,
        {
            "ada/02.py": b"import helper\n" + CHECK,
            "ada/helper.py": b"# %%\nx = 1\n",
            "bob/02.py": CHECK,
            "turingalan_1_222_02.py": CHECK,
            "turingalan_1_223_helper-1.py": b"x = 2",
            "turingalan_1_224_my script.py": b"x = 2",
            "eve.zip": zipped({"in/02.py": CHECK, "in/helper.py": b"x = 3", "other.py": b""}),
        },
    )
    found, others = submissions.find(tmp_path)
    held = {one.student: one.files for one in found}
    assert held == {
        "ada": {"helper.py": "# %%\nx = 1\n"},
        "bob": {},
        "turingalan": {"helper.py": "x = 2"},
        "eve": {"helper.py": "x = 3"},
    }
    assert "no name to import it by" in others["turingalan_1_224_my script.py"]


def test_modules_are_limited(tmp_path):
    save(tmp_path, {"ada/02.py": CHECK, "ada/huge.py": b"#" * 100_001})
    save(tmp_path, {f"ada/m{i:02}.py": b"" if i else b"x" for i in range(25)})
    ((found,), others) = submissions.find(tmp_path)
    assert "huge.py" not in found.files and "not taken along" in others["ada/huge.py"]
