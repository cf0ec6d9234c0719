"""Labels the Open-i reports with Secondsite and with a plain NegEx in Python, and prints the ratio.

    python3 benchmarks/peers/label.py --program build/release/benchmark_label --data ../shared/data

NegBio and CheXpert's labeler no longer install, and spaCy's negation component needs its models, so the peer is
what people write instead: the regular expressions of NegEx over sentences, for the same fourteen labels with
far fewer phrases than ours. Both read the reports beforehand and run on one core.
"""

import argparse
import html
import pathlib
import re
import subprocess
import tarfile
import time

TERMS = {
    "Cardiomegaly": r"cardiomegaly|enlarged (?:heart|cardiac silhouette)|heart is (?:mildly |moderately )?enlarged",
    "Enlarged Cardiomediastinum": r"(?:widened|enlarged) mediastinum|mediastinal widening",
    "Lung Opacity": r"opacit(?:y|ies)|infiltrates?|air ?space disease", "Lung Lesion": r"nodules?|mass(?:es)?|lesions?",
    "Edema": r"edema|heart failure|congestion", "Consolidation": r"consolidations?", "Pneumonia": r"pneumonia|infection",
    "Atelectasis": r"atelectasis|collapse", "Pneumothorax": r"pneumothora(?:x|ces)", "Pleural Effusion": r"effusions?",
    "Pleural Other": r"pleural thickening|apical cap", "Fracture": r"fractures?",
    "Support Devices": r"catheter|tube|pacemaker|picc|sternotomy wires"}
BEFORE = r"\b(?:no|without|negative for|free of|no evidence of|not|denies)\b(?:\W+\w+){0,5}\W+"
HEDGE = r"\b(?:may represent|possible|probable|likely|suspicious for|cannot exclude|versus)\b(?:\W+\w+){0,5}\W+"
AFTER = r"(?:\W+\w+){0,5}\W+(?:is|are) (?:not seen|absent|excluded|unlikely)"
COMPILED = {name: (re.compile(rf"\b(?:{term})\b", re.I), re.compile(rf"{BEFORE}(?:{term})\b|\b(?:{term})\b{AFTER}", re.I),
                   re.compile(rf"{HEDGE}(?:{term})\b", re.I)) for name, term in TERMS.items()}
SENTENCE = re.compile(r"(?<=[.!?])\s+")


def label(text):
    states = {}
    for sentence in SENTENCE.split(text):
        for name, (term, absent, hedge) in COMPILED.items():
            if term.search(sentence):
                state = 0 if absent.search(sentence) else 0.5 if hedge.search(sentence) else 1
                states[name] = max(states.get(name, 0), state)
    return states


def reports(path):
    out = []
    with tarfile.open(path) as archive:
        for member in archive:
            if member.name.endswith(".xml"):
                text = archive.extractfile(member).read().decode("utf-8")
                parts = re.findall(r'<AbstractText Label="(FINDINGS|IMPRESSION)">(.*?)</AbstractText>', text, re.S)
                out.append("\n".join(html.unescape(part) for _, part in parts))
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default="build/release/benchmark_label")
    parser.add_argument("--data", default="../shared/data")
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    path = pathlib.Path(options.data) / "openi_iu" / "NLMCXR_reports.tgz"
    if not path.exists():
        print(f"{path} is not there: nothing to label")
        return
    texts = reports(path)
    peer, ours, size = [], [], 0
    for _ in range(options.repeats):
        start = time.process_time()
        for text in texts:
            label(text)
        peer.append(time.process_time() - start)
        out = subprocess.run([options.program, str(path), "3"], check=True, capture_output=True, text=True).stdout
        measured = {name: float(value) for name, value in (line.split() for line in out.splitlines())}
        ours.append(measured["chexpert_seconds"])
        size = measured["bytes"]
    print(f"{len(texts)} Open-i reports, {size / len(texts):.0f} bytes each, one core, best of {options.repeats}")
    print(f"Secondsite, chexpert:        {len(texts) / min(ours):10.0f} reports/s ({size / min(ours) / 1e6:.0f} MB/s)")
    print(f"NegEx in Python expressions: {len(texts) / min(peer):10.0f} reports/s")
    print(f"ratio: {min(peer) / min(ours):.1f}")


main()
