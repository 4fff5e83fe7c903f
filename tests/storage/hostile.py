"""Files that nobody should open unasked: bombs, disguises, and workbooks that hold what no register needs."""

import io
import zipfile
from collections.abc import Mapping

from openpyxl import Workbook

from liaison.domain.register.sheets import Column, Sheet
from liaison.storage.workbooks import Workbooks

PLAIN = Sheet(
    name="People", columns=(Column(heading="ID"), Column(heading="Name")), rows=((None, "Mrs L L Shaw"),)
)


def workbook(**pages: list[list[object]]) -> bytes:
    """A workbook as a clerk makes it: pages of rows."""
    made = Workbook()
    assert made.active
    made.remove(made.active)
    for title, rows in pages.items():
        page = made.create_sheet(title)
        for row in rows:
            page.append(row)
    return saved(made)


def saved(made: Workbook) -> bytes:
    """A workbook's bytes."""
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_parts(parts: Mapping[str, bytes], data: bytes | None = None) -> bytes:
    """A workbook with some parts in the place of its own, or beside them."""
    out = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(data or Workbooks().write((PLAIN,), "xlsx")))
    with source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            made.writestr(name, parts.get(name, source.read(name)))
        for name in parts.keys() - set(source.namelist()):
            made.writestr(name, parts[name])
    return out.getvalue()


def page_with(xml: str) -> bytes:
    """A workbook whose one page has this inside."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return with_parts({"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{space}">{xml}</worksheet>'.encode()})


def zipped(**files: bytes) -> bytes:
    """A ZIP of files; two underscores in a name stand for its dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name.replace("__", "."), data)
    return out.getvalue()


def bomb() -> bytes:
    """A part that unpacks to 120 MB."""
    return with_parts({"xl/worksheets/sheet1.xml": b"\0" * 120 * 1024 * 1024})


def laughs() -> bytes:
    """Entities within entities: a thousand million laughs in a few lines."""
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    return with_parts(
        {"xl/worksheets/sheet1.xml": f"<!DOCTYPE lol [{entities}]><worksheet>&i;</worksheet>".encode()}
    )


def encrypted() -> bytes:
    """A ZIP whose part is marked as encrypted."""
    data = bytearray(zipped(people__csv=b"Name\r\nX\r\n"))
    data[6] |= 1
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    return bytes(data)
