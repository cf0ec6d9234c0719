"""Indexes a tree of DICOM files with Secondsite, GDCM's Scanner and pydicom, turn by turn, and prints the ratios.

    build/peers/bin/python benchmarks/peers/dicom_index.py --data ../shared/data [--files 10000]

Secondsite reads every covariate, judges it, and builds volumes; GDCM's Scanner collects the same top-level tags as texts; pydicom
reads with stop_before_pixels. Warm cache. Then decodes one CT image in each transfer syntax. Ratios above 1 mean that Secondsite is
faster.
"""

import argparse
import pathlib
import subprocess
import time

import pydicom

root = pathlib.Path(__file__).resolve().parents[2]


def ours(program, *words):
    out = subprocess.run([program, *words], check=True, capture_output=True, text=True).stdout
    return {name: float(value) for name, value in (line.split() for line in out.splitlines())}


def with_pydicom(files):
    start = time.perf_counter()
    read = 0
    for path in files:
        try:
            pydicom.dcmread(path, stop_before_pixels=True)
            read += 1
        except Exception:  # the broken ones are part of the tree
            pass
    return time.perf_counter() - start, read


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default=str(root / "build" / "release" / "benchmark_dicom_index"))
    parser.add_argument("--data", default=str(root.parent / "shared" / "data"))
    parser.add_argument("--tree", default=str(root / "build" / "benchmarks" / "dicom_tree"))
    parser.add_argument("--files", type=int, default=10000)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    tree = pathlib.Path(options.tree)
    if not tree.exists():
        tree.mkdir(parents=True)
        ours(options.program, "make", options.data, str(tree), str(options.files))
    files = sorted(str(path) for path in tree.rglob("*") if path.is_file())
    ours(options.program, "index", str(tree), "2")  # warms the cache
    one, two, gdcm, peer = [], [], [], []
    for _ in range(options.repeats):
        one.append(ours(options.program, "index", str(tree), "1")["seconds"])
        measured = ours(options.program, "index", str(tree), "2")
        two.append(measured["seconds"])
        gdcm.append(ours(options.program, "gdcm", str(tree))["seconds"])
    for _ in range(max(1, options.repeats - 1)):
        peer.append(with_pydicom(files)[0])
    n = len(files)
    print(f"{n} files, best of {options.repeats}, warm cache; peak {measured['peak_mib']:.0f} MiB")
    for name, seconds in (("Secondsite, 1 thread", min(one)), ("Secondsite, 2 threads", min(two)),
                          ("GDCM Scanner, 1 thread", min(gdcm)), (f"pydicom {pydicom.__version__}, stop_before_pixels", min(peer))):
        print(f"  {name:42} {seconds:8.3f} s  {n / seconds:9.0f} files/s")
    print(f"ratio to GDCM's Scanner: {min(gdcm) / min(one):.2f} (1 thread), {min(gdcm) / min(two):.2f} (2 threads)")
    print(f"ratio to pydicom:        {min(peer) / min(one):.1f} (1 thread), {min(peer) / min(two):.1f} (2 threads)")
    print("CT frames (512 x 512) a second, one thread, from file to values:")
    for path in sorted((pathlib.Path(options.data) / "dicom_transfer_syntaxes").glob("CTImage*.dcm")):
        name = path.name.replace("CTImage.dcm_", "").replace("TransferSyntax", "").replace(".dcm", "")
        print(f"  {name:60} {ours(options.program, 'decode', str(path), '2')['frames_per_second']:8.1f}")


if __name__ == "__main__":
    main()
