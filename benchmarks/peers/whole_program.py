"""Times the whole program on real and on large tables: start, reading, estimating, report written.

    python3 benchmarks/peers/whole_program.py [--program build/release/secondsite] [--data ../shared/data]

1. nih-chexnet, 14 findings x (everyone, PA/AP, M/F, age bands), every AUROC with its analytic and its
   bootstrapped interval, report written; the peer is the same 14 x strata bootstraps with pandas and
   scikit-learn, of which a few replicates are run and scaled up.
2. A table of a million rows: AUROC with DeLong beside roc_auc_score (which gives no interval).
"""

import argparse
import pathlib
import resource
import subprocess
import tempfile
import time

import numpy
import pandas
from sklearn.metrics import roc_auc_score

root = pathlib.Path(__file__).resolve().parents[2]
replicates = 2000


def timed(command):
    start = time.perf_counter()
    subprocess.run(command, check=False, capture_output=True)
    return time.perf_counter() - start


def nih(program, data, folder):
    source = pathlib.Path(data) / "nih-chexnet"
    if not source.is_dir():
        print(f"nih-chexnet: skipped, {source} is not here")
        return
    command = [program, "evaluate", source / "preds.csv", source / "labels_meta_test.csv", "--on", "Image Index", "--covariate", "View Position",
               "--covariate", "Patient Gender", "--covariate", "Patient Age", "--out", folder / "nih", "--quiet", "--no-ledger"]
    ours = min(timed(command) for _ in range(3))

    table = pandas.read_csv(source / "preds.csv").merge(pandas.read_csv(source / "labels_meta_test.csv"), on="Image Index")
    findings = [name.removeprefix("prob_") for name in table.columns if name.startswith("prob_")]
    listed = table["Finding Labels"].str.split("|")
    for finding in findings:
        table[finding] = [finding in labels for labels in listed]
    band = pandas.cut(table["Patient Age"], [-1, 17, 39, 64, 200])
    parts = [table] + [part for key in ("View Position", "Patient Gender", band) for _, part in table.groupby(key, observed=True)]
    some = 3
    start = time.perf_counter()
    random = numpy.random.default_rng(1)
    for part in parts:
        groups = list(part.groupby("Patient ID").indices.values())
        for _ in range(some):
            rows = numpy.concatenate([groups[i] for i in random.integers(0, len(groups), len(groups))])
            drawn = part.iloc[rows]
            for finding in findings:
                if drawn[finding].nunique() == 2:
                    roc_auc_score(drawn[finding], drawn["prob_" + finding])
    peer = (time.perf_counter() - start) * replicates / some
    print(f"nih-chexnet, {len(findings)} findings x {len(parts)} parts, {replicates} replicates, report written:")
    print(f"  secondsite {ours:.2f} s; pandas + scikit-learn {peer:.0f} s (from {some} replicates); ratio {peer / ours:.0f}")


def million(program, folder):
    random = numpy.random.default_rng(2)
    rows = 1_000_000
    label = (random.random(rows) < 0.1).astype(int)
    score = 1 / (1 + numpy.exp(-(random.normal(size=rows) + 1.5 * label)))
    path = folder / "million.csv"
    pandas.DataFrame({"score": score, "label": label}).to_csv(path, index=False)
    whole = min(timed([program, "evaluate", path, "--score", "score", "--label", "label", "--replicates", "0", "--out", folder / "million", "--quiet", "--no-ledger"])
                for _ in range(2))
    start = time.perf_counter()
    roc_auc_score(label, score)
    peer = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"a million rows: secondsite, every metric, curves and report {whole:.2f} s; roc_auc_score alone {peer:.2f} s")
    print(f"  table {path.stat().st_size / 2**20:.0f} MiB, largest peak of a child so far {peak:.0f} MiB")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default=str(root / "build" / "release" / "secondsite"))
    parser.add_argument("--data", default=str(root / ".." / "shared" / "data"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        nih(options.program, options.data, pathlib.Path(folder))
        million(options.program, pathlib.Path(folder))


main()
