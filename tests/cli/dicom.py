"""Small DICOM files for the text tests, written by hand: explicit little endian, no library."""

import pathlib
import struct

LONG = {"OB", "OW", "SQ", "UN", "UT"}


def element(group, number, vr, value):
    if isinstance(value, str):
        value = value.encode("utf-8")
    if len(value) % 2:
        value += b"\0" if vr in ("UI", "OB", "OW") else b" "
    head = struct.pack("<HH", group, number) + vr.encode()
    return head + (b"\0\0" + struct.pack("<I", len(value)) if vr in LONG else struct.pack("<H", len(value))) + value


def ct(uid="1.2.3.4.1", patient="P1", series="1.2.3.1", z=0.0, pixel=7, vendor="GE MEDICAL SYSTEMS", kvp="120", more=b"",
       sop="1.2.840.10008.5.1.4.1.1.2", image_type="ORIGINAL\\PRIMARY\\AXIAL", pixels=None):
    meta = element(2, 0x10, "UI", "1.2.840.10008.1.2.1")
    meta = element(2, 0, "UL", struct.pack("<I", len(meta))) + meta
    short = lambda v: struct.pack("<H", v)
    body = element(8, 8, "CS", image_type) + element(8, 0x16, "UI", sop) + element(8, 0x18, "UI", uid)
    body += element(8, 0x20, "DA", "20240131") + element(8, 0x60, "CS", "CT") + element(8, 0x70, "LO", vendor) + more
    body += element(0x10, 0x20, "LO", patient) + element(0x10, 0x1010, "AS", "058Y")
    body += element(0x18, 0x50, "DS", "2.5") + element(0x18, 0x60, "DS", kvp) + element(0x18, 0x1210, "SH", "STANDARD")
    body += element(0x20, 0x0d, "UI", "1.2.3") + element(0x20, 0x0e, "UI", series) + element(0x20, 0x13, "IS", str(int(z)))
    body += element(0x20, 0x32, "DS", f"0\\0\\{z}") + element(0x20, 0x37, "DS", "1\\0\\0\\0\\1\\0")
    body += element(0x28, 2, "US", short(1)) + element(0x28, 4, "CS", "MONOCHROME2") + element(0x28, 0x10, "US", short(4))
    body += element(0x28, 0x11, "US", short(4)) + element(0x28, 0x30, "DS", "0.5\\0.5") + element(0x28, 0x100, "US", short(16))
    body += element(0x28, 0x101, "US", short(12)) + element(0x28, 0x102, "US", short(11)) + element(0x28, 0x103, "US", short(0))
    body += element(0x7FE0, 0x10, "OW", short(pixel) * 16 if pixels is None else pixels)
    return b"\0" * 128 + b"DICM" + meta + body


def write(name, content):
    path = pathlib.Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def series(folder, count=5, step=2.5, **rest):
    for i in range(count):
        write(f"{folder}/{i:03}.dcm", ct(uid=f"1.2.3.4.{i + 1}", z=i * step, **rest))


def rows(name):
    import csv
    with open(name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sequence(group, number, *items):
    """A sequence of items, each the bytes of its elements."""
    inside = b"".join(struct.pack("<HHI", 0xFFFE, 0xE000, len(item)) + item for item in items)
    return element(group, number, "SQ", inside)


def code(value, scheme, meaning):
    return element(8, 0x100, "SH", value) + element(8, 0x102, "SH", scheme) + element(8, 0x104, "LO", meaning)


def content(kind, name, *, value=b"", relationship="CONTAINS", children=()):
    """One item of a structured report; `name` and a CODE's `value` are made by code()."""
    out = element(0x40, 0xA010, "CS", relationship) if relationship else b""
    out += element(0x40, 0xA040, "CS", kind) + sequence(0x40, 0xA043, name)
    out += element(0x40, 0xA160, "UT", value) if kind == "TEXT" else b""
    out += sequence(0x40, 0xA168, value) if kind == "CODE" else b""
    return out + (sequence(0x40, 0xA730, *children) if children else b"")


def report(children, uid="1.2.9.1", study="1.2.3", accession="A1"):
    """A Comprehensive SR with these items below its root."""
    meta = element(2, 0x10, "UI", "1.2.840.10008.1.2.1")
    meta = element(2, 0, "UL", struct.pack("<I", len(meta))) + meta
    body = element(8, 5, "CS", "ISO_IR 192") + element(8, 0x16, "UI", "1.2.840.10008.5.1.4.1.1.88.33")
    body += element(8, 0x18, "UI", uid) + element(8, 0x50, "SH", accession) + element(8, 0x60, "CS", "SR")
    body += element(0x20, 0x0D, "UI", study) + element(0x20, 0x0E, "UI", study + ".5")
    body += content("CONTAINER", code("126000", "DCM", "Report"), relationship="", children=children)
    return b"\0" * 128 + b"DICM" + meta + body
