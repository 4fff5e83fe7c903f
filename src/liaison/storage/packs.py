"""Reads packs from TOML: the tables of all files in a pack's folder together are one pack (design decision 6).

What is wrong with a pack is said with its file, the key's path and the mend, because a pack is written by people.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from liaison.domain.errors import Problem
from liaison.domain.packs import Fault, Pack, PackFaults, adopt


class PackProblem(Problem):
    """A pack cannot be used; `file` and `key` say where it has to be mended."""

    def __init__(self, sentence: str, mend: str, *, file: str | None = None, key: str | None = None) -> None:
        super().__init__(sentence, mend)
        self.file = file
        self.key = key


class _Read(NamedTuple):
    """The tables of a folder, and the file that each top-level key came from."""

    folder: str
    tables: dict[str, Any]
    origin: dict[str, str]


def pack_names() -> tuple[str, ...]:
    """Return the keys of the packs that come with the program, in alphabetical order."""
    folders = [entry for entry in files("liaison.packs").iterdir() if entry.is_dir()]
    return tuple(sorted(folder.name for folder in folders if _toml_files(folder)))


@cache
def load_pack(key: str) -> Pack:
    """Return the pack of that key, with what it adopts from others. Raises PackProblem."""
    if key not in pack_names():
        raise PackProblem(
            f'There is no pack called "{key}".', f"Use one of these: {', '.join(pack_names())}."
        )
    return load_pack_from(files("liaison.packs") / key)


def load_pack_from(folder: Traversable | Path) -> Pack:
    """Return the pack of a folder; what it adopts comes from the packs of the program. Raises PackProblem."""
    read = _read(folder)
    pack = _validated(read)
    for index, adoption in enumerate(pack.adopts):
        if adoption.pack not in pack_names():
            sentence = f'There is no pack called "{adoption.pack}".'
            mend = f"Use one of these: {', '.join(pack_names())}."
            raise _problem(read, ("adopts", index, "pack"), sentence, mend, 0)
    try:
        return adopt(pack, _as_documented)
    except PackFaults as problem:
        raise _from_fault(read, problem.faults) from problem
    except ValidationError as problem:
        # Each pack is sound by itself, so the fault lies in what was brought together.
        sentence = f"{read.folder}, adopts: what is adopted does not fit: {_reason(problem.errors()[0])}."
        mend = "Adopt it in full, or take out what stands in its way."
        raise PackProblem(sentence, mend, file=read.origin["adopts"], key="adopts") from problem


@cache
def _as_documented(key: str) -> Pack:
    """Return a pack without what it adopts itself, so that two packs cannot send each other round in circles."""
    return _validated(_read(files("liaison.packs") / key))


def _toml_files(folder: Traversable) -> list[Traversable]:
    return sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)


def _read(folder: Traversable) -> _Read:
    if not folder.is_dir() or not _toml_files(folder):
        raise PackProblem(
            f"{folder.name} is not a pack: it is no folder with .toml files in it.",
            "Give the folder that holds the pack's files.",
            file=folder.name,
        )
    tables: dict[str, Any] = {}
    origin: dict[str, str] = {}
    for file in _toml_files(folder):
        place = f"{folder.name}/{file.name}"
        for key, value in _parsed(file, place).items():
            if key in tables:
                raise PackProblem(
                    f"{place}, {key}: it is already defined in {origin[key]}.",
                    "Keep everything under one top-level key in one file.",
                    file=place,
                    key=key,
                )
            tables[key] = value
            origin[key] = place
    return _Read(folder.name, tables, origin)


def _parsed(file: Traversable, place: str) -> dict[str, Any]:
    try:
        text = file.read_text(encoding="utf-8")
        return tomllib.loads(text)
    except UnicodeDecodeError as problem:
        raise PackProblem(f"{place}: it is not UTF-8 text.", "Save it as UTF-8.", file=place) from problem
    except tomllib.TOMLDecodeError as problem:
        found = re.search(r"at line (\d+)", str(problem))
        line = int(found[1]) if found else text.count("\n") + 1
        raise PackProblem(
            f"{place}, line {line}: it is not valid TOML: {problem}.",
            "Mend that line; look for a missing quote, bracket or equals sign.",
            file=place,
            key=f"line {line}",
        ) from problem


def _validated(read: _Read) -> Pack:
    try:
        return Pack.model_validate(read.tables)
    except ValidationError as problem:
        errors = problem.errors()
        own = errors[0].get("ctx", {}).get("error")
        if isinstance(own, PackFaults):
            raise _from_fault(read, own.faults) from problem
        raise _from_errors(read, errors) from problem


def _from_fault(read: _Read, faults: tuple[Fault, ...]) -> PackProblem:
    first = faults[0]
    return _problem(read, first.path, first.sentence, first.mend, len(faults) - 1)


def _from_errors(read: _Read, errors: list[ErrorDetails]) -> PackProblem:
    first = errors[0]
    path = first["loc"]
    key = path[-1] if path else ""
    if first["type"] == "extra_forbidden":
        sentence = f'"{key}" is not a key of this table.'
        mend = f"Take it out, or use one of these: {', '.join(_keys_at(path[:-1]))}."
    elif first["type"] == "missing":
        sentence, mend = f'"{key}" is missing.', "Add it."
    else:
        sentence, mend = f"{_reason(first)}.", "Correct the value."
    return _problem(read, path, sentence, mend, len(errors) - 1)


def _reason(error: ErrorDetails) -> str:
    """Say what pydantic found, with the value for a plain one: "Input should be a valid string (it is 7)"."""
    text = error["msg"].removeprefix("Value error, ")
    value = error["input"]
    return text if isinstance(value, Mapping | list | tuple | BaseModel) else f"{text} (it is {value!r})"


def _problem(read: _Read, path: tuple[str | int, ...], sentence: str, mend: str, more: int) -> PackProblem:
    key = _dotted(read.tables, path)
    place = read.origin.get(str(path[0]) if path else "", read.folder)
    tail = f" ({more} more after this one.)" if more else ""
    return PackProblem(f"{place}, {key or 'as a whole'}: {sentence}{tail}", mend, file=place, key=key)


def _dotted(tables: Any, path: tuple[str | int, ...]) -> str:
    """Write a path as people would: `register.partnerships[3] (cu-lsp-eden).seats[0].person`."""
    text, here = "", tables
    for part in path:
        if isinstance(part, int):
            here = here[part] if isinstance(here, list) and part < len(here) else None
            name = here.get("id") if isinstance(here, dict) else None
            text += f"[{part}]" + (f" ({name})" if name else "")
        else:
            here = here.get(part) if isinstance(here, dict) else None
            text += f".{part}" if text else part
    return text


def _keys_at(path: tuple[str | int, ...]) -> list[str]:
    """Return the keys that the table at this path may have."""
    model: Any = Pack
    for part in path:
        if isinstance(part, str):
            named = {field.alias or name: field for name, field in model.model_fields.items()}
            model = _model_in(named[part].annotation)
    return sorted(field.alias or name for name, field in model.model_fields.items())


def _model_in(annotation: Any) -> Any:
    """Find the model in `X`, `X | None` or `tuple[X, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = [_model_in(part) for part in get_args(annotation)]
    return next((model for model in found if model is not None), None)
