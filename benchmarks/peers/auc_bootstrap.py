"""Bootstraps one AUROC by patient with Secondsite and with scikit-learn + NumPy, and prints the ratio.

    python3 benchmarks/peers/auc_bootstrap.py [--program build/release/benchmark_auc_bootstrap] [--data ../shared/data]

The peer is written as a user would: draw patients with replacement, gather their rows, call roc_auc_score;
a replicate with one class is skipped. Both see the same table: the Effusion column of nih-chexnet where it is
present, else synthetic images of the same size. Needs numpy and scikit-learn. Ratios above 1 mean that
Secondsite is faster.
"""

import argparse
import csv
import pathlib
import subprocess
import time

import numpy
import sklearn
from sklearn.metrics import roc_auc_score

root = pathlib.Path(__file__).resolve().parents[2]


def table(data):
    folder = pathlib.Path(data) / "nih-chexnet"
    if folder.is_dir():
        with open(folder / "preds.csv", newline="") as file:
            score_of = {row["Image Index"]: float(row["prob_Effusion"]) for row in csv.DictReader(file)}
        patient, score, label = [], [], []
        with open(folder / "labels_meta_test.csv", newline="") as file:
            for row in csv.DictReader(file):
                patient.append(int(row["Patient ID"]))
                score.append(score_of[row["Image Index"]])
                label.append(int("Effusion" in row["Finding Labels"].split("|")))
        return "nih-chexnet, Effusion", numpy.array(patient), numpy.array(score), numpy.array(label)
    random = numpy.random.default_rng(1)
    patient = numpy.sort(random.integers(0, 6187, 22433))
    label = (random.random(22433) < 0.12).astype(int)
    return "synthetic", patient, random.normal(size=22433) + 1.5 * label, label


def by_patient(patient, score, label, replicates):
    random = numpy.random.default_rng(0)
    rows = [numpy.flatnonzero(patient == p) for p in numpy.unique(patient)]
    start = time.perf_counter()
    values = []
    for _ in range(replicates):
        drawn = random.integers(0, len(rows), len(rows))
        index = numpy.concatenate([rows[p] for p in drawn])
        if label[index].min() != label[index].max():
            values.append(roc_auc_score(label[index], score[index]))
    return time.perf_counter() - start, numpy.percentile(values, [2.5, 97.5])


def by_image(score, label, replicates):
    random = numpy.random.default_rng(0)
    start = time.perf_counter()
    for _ in range(replicates):
        index = random.integers(0, len(score), len(score))
        roc_auc_score(label[index], score[index])
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default=str(root / "build" / "release" / "benchmark_auc_bootstrap"))
    parser.add_argument("--data", default=str(root.parent / "shared" / "data"))
    parser.add_argument("--replicates", type=int, default=2000)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    name, patient, score, label = table(options.data)
    path = root / "build" / "benchmarks" / "auc_bootstrap.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["patient", "score", "label"])
        writer.writerows(zip(patient.tolist(), score.tolist(), label.tolist()))
    command = [options.program, str(path), str(options.replicates), str(options.threads)]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    ours = {key: float(value) for key, value in (line.split() for line in out.splitlines())}
    peer, interval = by_patient(patient, score, label, options.replicates)
    images = by_image(score, label, options.replicates)
    print(f"{name}: {len(score)} images, {len(set(patient.tolist()))} patients, {options.replicates} replicates, "
          f"{options.threads} threads")
    print(f"Secondsite, by patient:                 {ours['bootstrap_seconds']:.3f} s   "
          f"interval {ours['lower']:.4f} to {ours['upper']:.4f}")
    print(f"scikit-learn {sklearn.__version__} + NumPy, by patient: {peer:.1f} s   "
          f"interval {interval[0]:.4f} to {interval[1]:.4f}")
    print(f"scikit-learn {sklearn.__version__} + NumPy, by image:   {images:.1f} s")
    print(f"ratio by patient: {peer / ours['bootstrap_seconds']:.0f}")
    print(f"ratio by image:   {images / ours['bootstrap_seconds']:.0f}")
    for key in ours:
        if key.startswith(("strata", "large", "analytic")):
            print(f"{key.replace('_', ' ')}: {ours[key]:g}")


if __name__ == "__main__":
    main()
