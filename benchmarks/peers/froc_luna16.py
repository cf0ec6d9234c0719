"""Bootstraps the FROC of a LUNA16 submission with Secondsite and by the challenge script's method, and prints the ratio.

    python3 benchmarks/peers/froc_luna16.py [--program build/release/benchmark_froc] [--data ../shared/data]

The peer is the method of the challenge's evaluation script: marks in dictionaries by scan, every mark of a scan
tried on every finding; a replicate draws scans with replacement, puts their candidates together, calls scikit-learn's
roc_curve and interpolates at 10,001 rates. Few of its replicates are timed and scaled up. Both see the same marks:
luna16-deeplung where it is present, else synthetic ones. Needs numpy and scikit-learn. Ratios above 1 mean that
Secondsite is faster.
"""

import argparse
import csv
import pathlib
import subprocess
import time

import numpy
import sklearn
from sklearn.metrics import roc_curve

root = pathlib.Path(__file__).resolve().parents[2]
RATES = [1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8]


def challenge(data):
    folder = pathlib.Path(data) / "luna16-deeplung"
    if not folder.is_dir():
        random = numpy.random.default_rng(1)
        lesions = [(int(s), *random.uniform(0, 300, 3), 4 + 20 * random.random()) for s in random.integers(0, 888, 1186)]
        marks = [(int(s), *random.uniform(0, 300, 3), random.random()) for s in random.integers(0, 888, 54000)]
        marks += [(s, x, y, z, 0.5 + 0.5 * random.random()) for s, x, y, z, _ in lesions]
        return "synthetic", 888, marks, lesions, []
    with open(folder / "newseriesuids.csv", newline="") as file:
        index = {int(row[0]): i for i, row in enumerate(csv.reader(file)) if row}

    def read(name, delimiter=","):
        with open(folder / name, newline="") as file:
            rows = csv.reader(file, delimiter=delimiter)
            next(rows)
            return [(index[int(row[0])], *(float(cell) for cell in row[1:5])) for row in rows if row]

    excluded = [(s, x, y, z, 10.0 if d < 0 else d) for s, x, y, z, d in read("newannotations_excluded.csv")]
    return "luna16-deeplung", len(index), read("dpn26bs32.csv", "\t"), read("newannotations.csv"), excluded


def match(scans, marks, lesions, excluded):
    """What the script hands to its bootstrap: truth, probability and 'leave out' flag of each entry, and its scan."""
    of_scan = {}
    for number, (scan, x, y, z, p) in enumerate(marks):
        of_scan.setdefault(scan, {})[number] = (x, y, z, p)
    findings = {}
    for state, table in ((True, lesions), (False, excluded)):
        for scan, x, y, z, d in table:
            findings.setdefault(scan, []).append((state, x, y, z, (d / 2) ** 2))
    lowest = min(mark[4] for mark in marks)
    truth, probability, left_out, scan_of = [], [], [], []
    for scan in range(scans):
        candidates = of_scan.get(scan, {})
        if len(candidates) > 100:
            bar = sorted((c[3] for c in candidates.values()), reverse=True)[100]
            candidates = {key: c for key, c in candidates.items() if c[3] > bar}
        rest = dict(candidates)
        for included, x, y, z, squared in findings.get(scan, []):
            best = None
            for key, c in candidates.items():
                if (x - c[0]) ** 2 + (y - c[1]) ** 2 + (z - c[2]) ** 2 < squared:
                    rest.pop(key, None)
                    best = c[3] if best is None else max(best, c[3])
            if included:
                truth.append(1.0)
                probability.append(lowest if best is None else best)
                left_out.append(best is None)
                scan_of.append(scan)
        for c in rest.values():
            truth.append(0.0)
            probability.append(c[3])
            left_out.append(False)
            scan_of.append(scan)
    return numpy.array(truth), numpy.array(probability), numpy.array(left_out), numpy.array(scan_of)


def froc(truth, probability, left_out, scans):
    kept_truth, kept_probability = truth[~left_out], probability[~left_out]
    found = kept_truth.sum()
    fpr, tpr, _ = roc_curve(kept_truth, kept_probability)
    return fpr * (len(kept_truth) - found) / scans, tpr * found / truth.sum()


def bootstrap(truth, probability, left_out, scan_of, scans, replicates):
    random = numpy.random.default_rng(0)
    table = numpy.stack([truth, probability, left_out.astype(float)])
    columns = {scan: table[:, scan_of == scan] for scan in range(scans)}
    grid = numpy.linspace(0.125, 8, 10001)
    start = time.perf_counter()
    values = []
    for _ in range(replicates):
        drawn = columns[random.integers(0, scans)]
        for scan in random.integers(0, scans, scans - 1):
            drawn = numpy.concatenate((drawn, columns[scan]), axis=1)
        fps, sensitivity = froc(drawn[0], drawn[1], drawn[2] > 0, scans)
        values.append(numpy.interp(grid, fps, sensitivity))
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default=str(root / "build" / "release" / "benchmark_froc"))
    parser.add_argument("--data", default=str(root.parent / "shared" / "data"))
    parser.add_argument("--replicates", type=int, default=1000)
    parser.add_argument("--timed", type=int, default=20, help="replicates of the peer that are run")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    name, scans, marks, lesions, excluded = challenge(options.data)
    path = root / "build" / "benchmarks" / "froc.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["kind", "scan", "x", "y", "z", "value"])
        for kind, table in (("mark", marks), ("lesion", lesions), ("excluded", excluded)):
            writer.writerows([kind, scan, *map(repr, rest)] for scan, *rest in table)
        writer.writerow(["scan", scans - 1, 0, 0, 0, 0])
    command = [options.program, str(path), str(options.replicates), str(options.threads)]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    ours = {key: float(value) for key, value in (line.split() for line in out.splitlines())}
    start = time.perf_counter()
    matched = match(scans, marks, lesions, excluded)
    matching = time.perf_counter() - start
    fps, sensitivity = froc(*matched[:3], scans)
    cpm = numpy.interp(RATES, fps, sensitivity).mean()
    peer = bootstrap(*matched, scans, options.timed) * options.replicates / options.timed
    print(f"{name}: {len(marks)} marks, {scans} scans, {options.replicates} replicates, {options.threads} threads")
    print(f"CPM: Secondsite {ours['cpm']:.9f}, the script's method {cpm:.9f}")
    print(f"Secondsite: matching {ours['matching_seconds']:.4f} s, bootstrap {ours['bootstrap_seconds']:.4f} s   "
          f"CPM interval {ours['lower']:.4f} to {ours['upper']:.4f}")
    print(f"the script's method (scikit-learn {sklearn.__version__}): matching {matching:.2f} s, "
          f"bootstrap {peer:.1f} s ({options.timed} replicates timed)")
    print(f"ratio bootstrap: {peer / ours['bootstrap_seconds']:.0f}")
    print(f"ratio matching:  {matching / ours['matching_seconds']:.0f}")
    print(f"10,000,000 marks and 1,000 lesions on one scan: {ours['crowded_seconds']:.2f} s")


if __name__ == "__main__":
    main()
