"""Small cohorts for the text tests: drawn, so that no data set is needed, and the same each time."""

import csv
import json
import math
import random

HEADER = ["patient", "hospital", "sex", "age", "label", "score"]


def rows(n=600, seed=1, gap=0.0, separation=1.6):
    """Two rows a patient, two patients of three at hospital A; at B positives score lower by `gap`."""
    draw = random.Random(seed)
    out = []
    for i in range(n):
        patient = i // 2
        hospital = "A" if patient % 3 else "B"
        label = int(draw.random() < 0.35)
        z = draw.gauss(label * (separation - (gap if hospital == "B" else 0)), 1)
        score = f"{1 / (1 + math.exp(-z)):.6f}"
        out.append([f"p{patient}", hospital, "F" if patient % 2 else "M", 30 + patient % 50, label, score])
    return out


def write(path, table, header=None, separator=",", end="\n"):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=separator, lineterminator=end)
        writer.writerow(header or HEADER)
        writer.writerows(table)


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file, parse_constant=lambda word: refuse(word))


def refuse(word):
    raise ValueError(f"{word} is not JSON")


def result(folder):
    """A run's document without what may differ between two runs of the same question."""
    document = load(folder + "/result.json")
    document["manifest"].pop("created_at")
    return document


def estimate(stratum, metric):
    return next(each for each in stratum["estimates"] if each["metric"] == metric)


def odd(folder):
    """How often each code was counted."""
    counts = {}
    for finding in load(folder + "/result.json")["odd_data"]:
        counts[finding["code"]] = counts.get(finding["code"], 0) + finding["count"]
    return counts


def differences(a, b, tolerance=0.0, path=""):
    """JSON paths at which two documents differ by more than `tolerance`, relative above 1."""
    if isinstance(a, dict) and isinstance(b, dict):
        found = [f"{path}.{key} on one side only" for key in a.keys() ^ b.keys()]
        for key in a.keys() & b.keys():
            found += differences(a[key], b[key], tolerance, f"{path}.{key}")
        return found
    if isinstance(a, list) and isinstance(b, list):
        if len(a) != len(b):
            return [f"{path}: {len(a)} against {len(b)} items"]
        return [each for i in range(len(a)) for each in differences(a[i], b[i], tolerance, f"{path}.{i}")]
    if isinstance(a, float) and isinstance(b, (int, float)) and not isinstance(b, bool):
        return [] if abs(a - b) <= tolerance * max(1, abs(a)) else [f"{path}: {a} against {b}"]
    return [] if a == b else [f"{path}: {str(a)[:60]} against {str(b)[:60]}"]


def p_values(value, path=""):
    """Where p-values stand in a document: (path, p) of every one that is not null."""
    if isinstance(value, list):
        return [each for i, item in enumerate(value) for each in p_values(item, f"{path}.{i}")]
    if not isinstance(value, dict):
        return []
    found = []
    for key, item in value.items():
        if key in ("p_value", "p_adjusted"):
            if item is not None:
                found.append((f"{path}.{key}", item))
        else:
            found += p_values(item, f"{path}.{key}")
    return found
