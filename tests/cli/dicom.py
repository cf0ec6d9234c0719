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
       sop="1.2.840.10008.5.1.4.1.1.2", image_type="ORIGINAL\\PRIMARY\\AXIAL", pixels=None, intercept=None,
       position=None, side=4, orientation="1\\0\\0\\0\\1\\0", study="1.2.3", date="20240131"):
    meta = element(2, 0x10, "UI", "1.2.840.10008.1.2.1")
    meta = element(2, 0, "UL", struct.pack("<I", len(meta))) + meta
    short = lambda v: struct.pack("<H", v)
    body = element(8, 8, "CS", image_type) + element(8, 0x16, "UI", sop) + element(8, 0x18, "UI", uid)
    body += element(8, 0x20, "DA", date) + element(8, 0x60, "CS", "CT") + element(8, 0x70, "LO", vendor) + more
    body += element(0x10, 0x20, "LO", patient) + element(0x10, 0x1010, "AS", "058Y")
    body += element(0x18, 0x50, "DS", "2.5") + element(0x18, 0x60, "DS", kvp) + element(0x18, 0x1210, "SH", "STANDARD")
    body += element(0x20, 0x0d, "UI", study) + element(0x20, 0x0e, "UI", series) + element(0x20, 0x13, "IS", str(int(z)))
    body += element(0x20, 0x32, "DS", position or f"0\\0\\{z}") + element(0x20, 0x37, "DS", orientation)
    body += element(0x28, 2, "US", short(1)) + element(0x28, 4, "CS", "MONOCHROME2") + element(0x28, 0x10, "US", short(side))
    body += element(0x28, 0x11, "US", short(side)) + element(0x28, 0x30, "DS", "0.5\\0.5") + element(0x28, 0x100, "US", short(16))
    body += element(0x28, 0x101, "US", short(12)) + element(0x28, 0x102, "US", short(11)) + element(0x28, 0x103, "US", short(0))
    if intercept is not None:
        body += element(0x28, 0x1052, "DS", str(intercept)) + element(0x28, 0x1053, "DS", "1")
    body += element(0x7FE0, 0x10, "OW", short(pixel) * side * side if pixels is None else pixels)
    return b"\0" * 128 + b"DICM" + meta + body


def chest(side=64, lateral=False):
    """Grey levels of a drawn chest, 0 to 255: two dark fields about a bright column; from the side, one dark field."""
    out = bytearray()
    for row in range(side):
        for column in range(side):
            x, y = 2 * (column + 0.5) / side - 1, 2 * (row + 0.5) / side - 1
            level = 150 + 60 * (y > 0.55) - 150 * (abs(x) > 0.93)
            if lateral:
                level -= 120 * ((x / 0.45) ** 2 + ((y + 0.1) / 0.6) ** 2 < 1)
            else:
                heart = 0.12 + 0.30 * (x > 0) * (0.0 < y < 0.5)
                field = ((abs(x) - 0.42) / 0.28) ** 2 + ((y + 0.1) / 0.6) ** 2 < 1
                level = 230 if abs(x) < 0.12 else 60 if field and abs(x) > heart else level
            out.append(max(0, min(255, level)))
    return bytes(out)


def cr(uid, view="PA", study="", levels=None, side=64, patient="P1", part="CHEST", institution="", photometric="MONOCHROME2"):
    meta = element(2, 0x10, "UI", "1.2.840.10008.1.2.1")
    meta = element(2, 0, "UL", struct.pack("<I", len(meta))) + meta
    short = lambda v: struct.pack("<H", v)
    body = element(8, 8, "CS", "ORIGINAL\\PRIMARY") + element(8, 0x16, "UI", "1.2.840.10008.5.1.4.1.1.1")
    body += element(8, 0x18, "UI", uid) + element(8, 0x60, "CS", "CR")
    body += (element(8, 0x80, "LO", institution) if institution else b"") + (element(8, 0x1030, "LO", study) if study else b"")
    body += element(0x10, 0x20, "LO", patient) + element(0x18, 0x15, "CS", part)
    body += (element(0x18, 0x5101, "CS", view) if view else b"") + element(0x20, 0x0d, "UI", "1.2.3")
    body += element(0x20, 0x0e, "UI", uid + ".1") + element(0x28, 2, "US", short(1)) + element(0x28, 4, "CS", photometric)
    body += element(0x28, 0x10, "US", short(side)) + element(0x28, 0x11, "US", short(side)) + element(0x28, 0x100, "US", short(8))
    body += element(0x28, 0x101, "US", short(8)) + element(0x28, 0x102, "US", short(7)) + element(0x28, 0x103, "US", short(0))
    return b"\0" * 128 + b"DICM" + meta + body + element(0x7FE0, 0x10, "OB", levels or chest(side))


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


def seed(name):
    """A small image in one transfer syntax, of the fuzzers' corpus."""
    return (pathlib.Path(__file__).resolve().parents[2] / "fuzz/corpus/dicom_pixels_fuzz" / f"{name}.dcm").read_bytes()


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
