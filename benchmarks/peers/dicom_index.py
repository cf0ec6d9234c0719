"""Indexes a tree of DICOM files with Secondsite, GDCM's Scanner and pydicom, turn by turn, and prints the ratios.

    build/peers/bin/python benchmarks/peers/dicom_index.py --data ../shared/data [--files 10000]

Secondsite reads every covariate, judges it, and builds volumes; GDCM's Scanner collects the same top-level tags as texts; pydicom
reads with stop_before_pixels. Warm cache, everything on one thread; Secondsite on two as well. Then decodes one CT image in each
transfer syntax, from file to values: Secondsite, GDCM and DCMTK by their whole path, pydicom's pixel_array, and OpenJPEG's decoder
alone, which is the floor for JPEG 2000. CPU seconds count all threads: their ratios hold on a machine that has other work; wall time
shows what two cores give. Ratios above 1 mean that Secondsite is faster.
"""

import argparse
import pathlib
import subprocess
import time

import pydicom

root = pathlib.Path(__file__).resolve().parents[2]


def ours(program, *words, lenient=False):
    done = subprocess.run([program, *words], check=not lenient, capture_output=True, text=True)
    if done.returncode != 0:
        return {}
    return {name: float(value) for name, value in (line.split() for line in done.stdout.splitlines())}


def with_pydicom(files):
    start, cpu = time.perf_counter(), time.process_time()
    for path in files:
        try:
            pydicom.dcmread(path, stop_before_pixels=True)
        except Exception:  # the broken ones are part of the tree
            pass
    return time.perf_counter() - start, time.process_time() - cpu


def pydicom_frames(path, seconds):
    """Frames a CPU second of pixel_array, with whatever plugins are installed; 0 where none decodes."""
    frames, start = 0, time.process_time()
    while frames == 0 or time.process_time() - start < seconds:
        try:
            pydicom.dcmread(path).pixel_array
        except Exception:
            return 0
        frames += 1
    return frames / (time.process_time() - start)


def print_headers(options, tree, files):
    ours(options.program, "index", str(tree), "2")  # warms the cache
    rows = {name: [] for name in ("Secondsite, 1 thread", "Secondsite, 2 threads", "GDCM Scanner",
                                  f"pydicom {pydicom.__version__}, stop_before_pixels")}
    one, two, gdcm, peer = rows.values()
    for _ in range(options.repeats):
        one.append(ours(options.program, "index", str(tree), "1"))
        two.append(ours(options.program, "index", str(tree), "2"))
        gdcm.append(ours(options.program, "gdcm", str(tree)))
        wall, cpu = with_pydicom(files)
        peer.append({"seconds": wall, "cpu_seconds": cpu})
    least = {name: {key: min(run[key] for run in runs) for key in ("seconds", "cpu_seconds")} for name, runs in rows.items()}
    print(f"{len(files)} files, best of {options.repeats}, warm cache; peak {two[-1]['peak_mib']:.0f} MiB")
    for name, best in least.items():
        print(f"  {name:36} {best['seconds']:8.3f} s wall {best['cpu_seconds']:8.3f} s CPU {len(files) / best['cpu_seconds']:9.0f} files / CPU s")
    single, double, scanner, python = least.values()
    for name, other in (("GDCM's Scanner", scanner), ("pydicom", python)):
        print(f"ratio to {name + ':':16} CPU {other['cpu_seconds'] / single['cpu_seconds']:6.1f}   wall, 1 thread "
              f"{other['seconds'] / single['seconds']:6.1f}   wall, 2 threads {other['seconds'] / double['seconds']:6.1f}")


def print_frames(options):
    print("CT frames of 512 x 512, from file to values: wall on 2 threads, then a CPU second of each")
    print(f"  {'':28}{'2 threads':>10}{'ours':>8}{'GDCM':>8}{'DCMTK':>8}{'pydicom':>8}   ratios to these")
    for path in sorted((pathlib.Path(options.data) / "dicom_transfer_syntaxes").glob("CTImage*.dcm")):
        name = path.name.replace("CTImage.dcm_", "").split("TransferSyntax")[0].replace(".dcm", "")
        decode = lambda by, threads: ours(options.program, "decode", by, str(path), "1.5", threads, lenient=True)
        two, one = decode("ours", "2"), decode("ours", "1")
        own = one["frames_per_cpu_second"]
        others = [decode("gdcm", "1").get("frames_per_cpu_second", 0), decode("dcmtk", "1").get("frames_per_cpu_second", 0),
                  pydicom_frames(path, 1.5)]
        shown = "".join(f"{other:8.0f}" if other else f"{'-':>8}" for other in others)
        ratios = " ".join(f"{own / other:5.1f}" if other else f"{'-':>5}" for other in others)
        print(f"  {name:28}{two['frames_per_second']:10.0f}{own:8.0f}{shown}   {ratios}")
        if "JPEG2000" in name:
            bare = decode("openjpeg", "1")["frames_per_cpu_second"]
            print(f"  {'  OpenJPEG, the decoder alone':28}{'':10}{bare:8.0f}   (ours reaches {100 * own / bare:.0f} % of it)")


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
    print_headers(options, tree, files)
    print_frames(options)


if __name__ == "__main__":
    main()
