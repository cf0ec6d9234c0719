"""Reads one CSV with Secondsite and with Apache Arrow (pyarrow.csv), turn by turn, and prints the ratio.

    python3 benchmarks/peers/csv_arrow.py --program build/release/benchmark_csv_reader [--mib 1024]

Both use the same number of threads and give every column typed; Arrow keeps texts as dictionaries where
that is what Secondsite gives. Ratios above 1 mean that Secondsite is faster. pyarrow is taken from build/deps.
"""

import argparse
import pathlib
import subprocess
import sys
import time

root = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(root / "build" / "deps" / "python"))

import pyarrow  # noqa: E402
import pyarrow.csv  # noqa: E402


def ours(program, path, mib, threads):
    out = subprocess.run([program, path, str(mib), str(threads)], check=True, capture_output=True, text=True).stdout
    return {name: float(value) for name, value in (line.split() for line in out.splitlines())}


def arrow(path, threads, texts):
    pyarrow.set_cpu_count(threads)
    types = {name: pyarrow.dictionary(pyarrow.int32(), pyarrow.string()) for name in texts}
    start = time.perf_counter()
    table = pyarrow.csv.read_csv(path, convert_options=pyarrow.csv.ConvertOptions(column_types=types))
    return time.perf_counter() - start, table.nbytes


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default=str(root / "build" / "release" / "benchmark_csv_reader"))
    parser.add_argument("--file", default=str(root / "build" / "benchmarks" / "scores.csv"))
    parser.add_argument("--mib", type=int, default=1024)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    pathlib.Path(options.file).parent.mkdir(parents=True, exist_ok=True)
    ours(options.program, options.file, options.mib, options.threads)  # writes the file, warms the cache
    texts = ["Image Index", "Hospital", "View Position", "Patient Gender"]
    index, everything, peer, peer_plain = [], [], [], []
    for _ in range(options.repeats):
        measured = ours(options.program, options.file, options.mib, options.threads)
        index.append(measured["index_seconds"])
        everything.append(measured["all_columns_seconds"])
        peer_plain.append(arrow(options.file, options.threads, [])[0])
        seconds, held = arrow(options.file, options.threads, texts)
        peer.append(seconds)
    size = measured["bytes"]
    print(f"file: {size / 2**20:.0f} MiB, {measured['rows']:.0f} rows, {measured['columns']:.0f} columns, "
          f"{options.threads} threads, best of {options.repeats}")
    print(f"Secondsite, opened and indexed:            {min(index):.3f} s ({size / min(index) / 1e9:.2f} GB/s)")
    print(f"Secondsite, every column typed:            {min(everything):.3f} s")
    print(f"pyarrow.csv {pyarrow.__version__}, texts as dictionaries: {min(peer):.3f} s")
    print(f"pyarrow.csv {pyarrow.__version__}, its defaults:          {min(peer_plain):.3f} s")
    print(f"ratio, every column typed: {min(peer) / min(everything):.2f} (against its defaults {min(peer_plain) / min(everything):.2f})")
    print(f"ratio, opened and indexed: {min(peer) / min(index):.2f}")
    print(f"memory: {measured['index_peak_mib'] * 2**20 / size:.2f} x the file when indexed (the mapped file itself included), "
          f"{measured['peak_mib'] * 2**20 / size:.2f} x with every column held; Arrow's table alone {held / size:.2f} x")


main()
