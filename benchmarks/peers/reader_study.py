"""A reader study by Secondsite and by recomputing every area, turn by turn, and the ratio.

    python3 benchmarks/peers/reader_study.py --program build/release/benchmark_reader_study [--data DIR]

20 readers x 500 cases x 2 modalities, Obuchowski-Rockette with the jackknife: the peers leave each case out and
compute each area again, with NumPy's comparisons and with scikit-learn's roc_auc_score (on a share of the cases,
scaled up). U-statistics: the peer multiplies the readers' comparison matrices, as iMRMC for R does. Ratios above 1
mean that Secondsite is faster. R's own packages are not run here; where they were, on another day and the same
design, MRMCaov took 33.3 s and iMRMC 16.9 s.
"""

import argparse
import csv
import pathlib
import subprocess
import time

import numpy
from sklearn.metrics import roc_auc_score

root = pathlib.Path(__file__).resolve().parents[2]


def load(path):
    rows = list(csv.DictReader(open(path, encoding="utf-8")))
    readers = sorted({row["reader"] for row in rows}, key=int)
    cases = sorted({row["case"] for row in rows}, key=int)
    modalities = sorted({row["modality"] for row in rows})
    ratings = numpy.empty((len(modalities), len(readers), len(cases)))
    truth = numpy.zeros(len(cases), dtype=bool)
    reader_at = {name: k for k, name in enumerate(readers)}
    for row in rows:
        c = int(row["case"]) - 1
        truth[c] = row["truth"] == "1"
        ratings[modalities.index(row["modality"]), reader_at[row["reader"]], c] = float(row["rating"])
    return ratings, truth


def comparisons(x, y):
    return (x[:, None] < y[None, :]) + 0.5 * (x[:, None] == y[None, :])


def area(ratings, truth):
    return comparisons(ratings[~truth], ratings[truth]).mean()


def jackknife(ratings, truth, one_area, share=1.0):
    t, r, n = ratings.shape
    left_out = numpy.empty((t, r, n))
    start = time.perf_counter()
    done = max(2, int(n * share))
    for c in range(done):
        keep = numpy.arange(n) != c
        for a in range(t):
            for p in range(r):
                left_out[a, p, c] = one_area(ratings[a, p, keep], truth[keep])
    return (time.perf_counter() - start) * n / done, left_out


def f_of(left_out, ratings, truth):
    t, r, n = left_out.shape
    figure = numpy.array([[area(ratings[a, p], truth) for p in range(r)] for a in range(t)])
    flat = left_out.reshape(t * r, n)
    covariance = numpy.cov(flat, ddof=0) * (n - 1)
    same_reader = numpy.eye(r, dtype=bool)
    block = lambda a, b: covariance[a * r:(a + 1) * r, b * r:(b + 1) * r]  # noqa: E731
    cov2 = numpy.mean([block(a, a)[~same_reader].mean() for a in range(t)])
    cov3 = numpy.mean([block(a, b)[~same_reader].mean() for a in range(t) for b in range(t) if a != b])
    of_t, of_r, mean = figure.mean(1, keepdims=True), figure.mean(0, keepdims=True), figure.mean()
    ms_t = r * ((of_t - mean) ** 2).sum() / (t - 1)
    ms_tr = ((figure - of_t - of_r + mean) ** 2).sum() / ((t - 1) * (r - 1))
    return ms_t / (ms_tr + r * max(cov2 - cov3, 0))


def u_variance(ratings, truth):
    start = time.perf_counter()
    t, r, _ = ratings.shape
    kernels = [[comparisons(ratings[a, p, ~truth], ratings[a, p, truth]) for p in range(r)] for a in range(t)]
    averages = [numpy.mean([k.mean() for k in row]) for row in kernels]
    n0, n1 = kernels[0][0].shape
    cov = numpy.empty((t, t))
    for a in range(t):
        for b in range(t):
            total = 0.0
            for p in range(r):
                for q in range(r):
                    if p == q:
                        continue
                    x, y = kernels[a][p], kernels[b][q]
                    total += (x.sum() * y.sum() - (x.sum(0) * y.sum(0)).sum() - (x.sum(1) * y.sum(1)).sum()
                              + (x * y).sum())
            cov[a, b] = averages[a] * averages[b] - total / (r * (r - 1) * n0 * (n0 - 1) * n1 * (n1 - 1))
    return time.perf_counter() - start, cov[0, 0] + cov[1, 1] - 2 * cov[0, 1]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default=str(root / "build" / "release" / "benchmark_reader_study"))
    parser.add_argument("--file", default=str(root / "build" / "benchmarks" / "reader_study.csv"))
    parser.add_argument("--data", default=str(root / ".." / "shared" / "data"))
    options = parser.parse_args()
    pathlib.Path(options.file).parent.mkdir(parents=True, exist_ok=True)
    viper = pathlib.Path(options.data) / "viper" / "viperObs.csv"
    command = [options.program, options.file, "20", "500", "7"] + ([str(viper)] if viper.exists() else [])
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    ours = {name: float(value) for name, value in (line.split() for line in out.splitlines())}
    ratings, truth = load(options.file)
    by_numpy, left_out = jackknife(ratings, truth, area)
    by_sklearn, _ = jackknife(ratings, truth, lambda x, d: roc_auc_score(d, x), share=0.04)
    u_seconds, u = u_variance(ratings, truth)
    f = f_of(left_out, ratings, truth)
    assert abs(f - ours["f"]) < 1e-8 * f, (f, ours["f"])
    assert abs(u - ours["u_variance"]) < 1e-8 * u, (u, ours["u_variance"])
    print("20 readers x 500 cases x 2 modalities; F and variance agree to 8 digits")
    print(f"Secondsite, OR jackknife:               {ours['jackknife_seconds'] * 1e3:9.2f} ms")
    print(f"NumPy, every area again:                {by_numpy * 1e3:9.0f} ms, ratio {by_numpy / ours['jackknife_seconds']:.0f}")
    print(f"scikit-learn, every area again (4 %):   {by_sklearn * 1e3:9.0f} ms, ratio {by_sklearn / ours['jackknife_seconds']:.0f}")
    print(f"MRMCaov, measured elsewhere:                33300 ms, ratio {33.3 / ours['jackknife_seconds']:.0f}")
    print(f"Secondsite, U-statistics:               {ours['moments_seconds'] * 1e3:9.2f} ms")
    print(f"NumPy, comparison matrices:             {u_seconds * 1e3:9.0f} ms, ratio {u_seconds / ours['moments_seconds']:.0f}")
    print(f"iMRMC for R, measured elsewhere:            16900 ms, ratio {16.9 / ours['moments_seconds']:.0f}")
    print(f"Secondsite, every estimator but the bootstrap: {ours['all_estimators_seconds'] * 1e3:.2f} ms")
    if "viper_15_seconds" in ours:
        print(f"Secondsite, VIPER's 15 analyses:        {ours['viper_15_seconds'] * 1e3:9.2f} ms (iMRMC for Java: 4 min by its documentation)")


main()
