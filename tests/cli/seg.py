"""DICOM segmentation objects for the text tests, written by hand beside dicom.py."""

import struct

from dicom import element

SEG = "1.2.840.10008.5.1.4.1.1.66.4"


def sequence(group, number, *items):
    body = b"".join(struct.pack("<HHI", 0xFFFE, 0xE000, len(item)) + item for item in items)
    return element(group, number, "SQ", body)


def code(group, number, meaning):
    return sequence(group, number, element(8, 0x100, "SH", "T-1") + element(8, 0x102, "SH", "SRT")
                    + element(8, 0x104, "LO", meaning))


def short(value):
    return struct.pack("<H", value)


def bits(values):
    """Packed, the first pixel in the lowest bit, frames not aligned to bytes."""
    out = bytearray((len(values) + 7) // 8)
    for i, value in enumerate(values):
        if value:
            out[i // 8] |= 1 << (i % 8)
    return bytes(out)


def seg(frames, segments=((1, "Nodule"),), size=(4, 4), series="1.2.3.1", kind="BINARY", most=None, spacing="0.5\\0.5",
        between="2.5", number_of_frames=None, sop=SEG, places=True):
    """frames: (segment, z, pixels), row by row; columns and rows of 0.5 mm, slices across the body."""
    meta = element(2, 0x10, "UI", "1.2.840.10008.1.2.1")
    meta = element(2, 0, "UL", struct.pack("<I", len(meta))) + meta
    body = element(8, 0x16, "UI", sop) + element(8, 0x18, "UI", "1.2.3.9") + element(8, 0x60, "CS", "SEG")
    body += sequence(8, 0x1115, element(0x20, 0xe, "UI", series))
    body += element(0x10, 0x20, "LO", "P1") + element(0x20, 0xd, "UI", "1.2.3") + element(0x20, 0xe, "UI", "1.2.3.8")
    body += element(0x28, 2, "US", short(1)) + element(0x28, 4, "CS", "MONOCHROME2")
    body += element(0x28, 8, "IS", str(len(frames) if number_of_frames is None else number_of_frames))
    depth = 1 if kind == "BINARY" else 8
    body += element(0x28, 0x10, "US", short(size[1])) + element(0x28, 0x11, "US", short(size[0]))
    body += element(0x28, 0x100, "US", short(depth)) + element(0x28, 0x101, "US", short(depth))
    body += element(0x28, 0x102, "US", short(depth - 1)) + element(0x28, 0x103, "US", short(0))
    body += element(0x62, 1, "CS", kind)
    body += sequence(0x62, 2, *(code(0x62, 3, "Morphologically Abnormal Structure") + element(0x62, 4, "US", short(number))
                                + element(0x62, 5, "LO", name) + code(0x62, 0xf, name) for number, name in segments))
    if most is not None:
        body += element(0x62, 0xe, "US", short(most))
    body += sequence(0x5200, 0x9229, sequence(0x20, 0x9116, element(0x20, 0x37, "DS", "1\\0\\0\\0\\1\\0"))
                     + sequence(0x28, 0x9110, element(0x18, 0x50, "DS", "2.5") + element(0x18, 0x88, "DS", between)
                                + element(0x28, 0x30, "DS", spacing)))
    body += sequence(0x5200, 0x9230, *(
        (sequence(0x20, 0x9113, element(0x20, 0x32, "DS", f"0\\0\\{z}")) if places else b"")
        + sequence(0x62, 0xa, element(0x62, 0xb, "US", short(segment))) for segment, z, _ in frames))
    flat = [v for _, _, pixels in frames for v in pixels]
    body += element(0x7FE0, 0x10, "OB", bits(flat) if depth == 1 else bytes(flat))
    return b"\0" * 128 + b"DICM" + meta + body
