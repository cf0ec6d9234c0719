"""Small masks for the text tests, as MetaImage files: a header in words and the voxels behind it."""

import array
import os

CODES = {"MET_UCHAR": "B", "MET_SHORT": "h", "MET_INT": "i", "MET_UINT": "I", "MET_FLOAT": "f"}


def write(path, values, size=(8, 8, 4), spacing=(1, 1, 2), kind="MET_UCHAR", extra=""):
    header = (
        f"ObjectType = Image\nNDims = {len(size)}\nBinaryData = True\nBinaryDataByteOrderMSB = False\n{extra}"
        f"ElementSpacing = {' '.join(map(str, spacing))}\nDimSize = {' '.join(map(str, size))}\n"
        f"ElementType = {kind}\nElementDataFile = LOCAL\n")
    folder = os.path.dirname(path)
    if folder:
        os.makedirs(folder, exist_ok=True)
    with open(path, "wb") as file:
        file.write(header.encode() + array.array(CODES[kind], values).tobytes())


def box(low, high, size=(8, 8, 4), label=1):
    """Voxels [low, high) along each axis hold the label."""
    return [label if all(a <= v < b for a, v, b in zip(low, (x, y, z), high)) else 0
            for z in range(size[2]) for y in range(size[1]) for x in range(size[0])]


def cohort(n=30):
    """pred/ and ref/ with n cases, two of a patient; hospital B is outlined worse. cases.csv beside them."""
    with open("cases.csv", "w", encoding="utf-8") as table:
        table.write("scan,patient,hospital\n")
        for i in range(n):
            hospital = "B" if i % 3 == 0 else "A"
            shift = i % 2 if hospital == "A" else 1 + i % 2
            write(f"ref/c{i:02}.mha", box((1, 1, 1), (5, 5, 3)))
            write(f"pred/c{i:02}.mha", box((1 + shift, 1, 1), (5 + shift, 5, 3)))
            table.write(f"c{i:02},p{i // 2},{hospital}\n")
