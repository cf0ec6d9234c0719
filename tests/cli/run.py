"""Runs the text tests of the command line: every *.test file below the folders named.

A file is a list of cases, each beginning with a line "case: WHAT IS CLAIMED". Within a case:

  file NAME            the lines up to "end" become that file in the case's own folder
  python               the lines up to "end" run as Python in that folder, to make files or to judge those
                       written; cohort.py beside this file is at hand, and what the last run printed
                       stands in stdout.txt and stderr.txt; a failed assertion fails the case
  needs user           the case is skipped for root, whom no permission stops
  needs PROGRAM        the case is skipped where that program is not installed
  environment A=B      for the runs that follow
  $ secondsite ...     runs the program there; the lines after it say what must hold of that run:
  exit N               its exit status; "exit 0 5" one of several
  out TEXT  err TEXT   stdout (stderr) contains TEXT
  no-out TEXT  no-err TEXT
  out-lines < N        stdout has fewer than N lines
  width < N            no line of stdout is as long as N
  json PATH VALUE      stdout is JSON, and the value at a.b.0.c is VALUE (JSON)
  exists NAME          that file is there afterwards
  same A B             the files are the same, byte for byte
"""

import argparse
import json
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

import pacs


here = pathlib.Path(__file__).resolve().parent


class Failure(Exception):
    pass


class Skipped(Exception):
    pass


def cases_of(path):
    case, lines = None, []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.startswith("case: "):
            if case:
                yield case, lines
            case, lines = line[6:], []
        elif case is None:
            if line.strip() and not line.startswith("#"):
                raise SystemExit(f"{path}:{number}: a line before the first case")
        else:
            lines.append((number, line))
    if case:
        yield case, lines


def at_path(value, dotted):
    for part in dotted.split("."):
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


def holds(rule, text, ran):
    if ran is None:
        raise Failure(f"\"{rule} {text}\" stands before any run")
    if rule == "exit":
        if ran.returncode not in map(int, text.split()):
            raise Failure(f"exit {ran.returncode}, not {text}")
    elif rule in ("out", "err"):
        if text not in getattr(ran, rule):
            raise Failure(f"{rule} does not contain: {text}")
    elif rule in ("no-out", "no-err"):
        if text in getattr(ran, rule[3:]):
            raise Failure(f"{rule[3:]} contains: {text}")
    elif rule == "out-lines":
        limit = int(text.removeprefix("<"))
        if len(ran.out.splitlines()) >= limit:
            raise Failure(f"stdout has {len(ran.out.splitlines())} lines, not fewer than {limit}")
    elif rule == "width":
        limit = int(text.removeprefix("<"))
        for line in ran.out.splitlines():
            if len(line) >= limit:
                raise Failure(f"a line of {len(line)} characters: {line}")
    elif rule == "json":
        dotted, _, wanted = text.partition(" ")
        found = at_path(json.loads(ran.out), dotted)
        if found != json.loads(wanted):
            raise Failure(f"{dotted} is {json.dumps(found)}, not {wanted}")
    else:
        raise Failure(f"unknown rule \"{rule}\"")


def run_case(lines, program, folder):
    ran = None
    shown = ""
    environment = dict(os.environ, SECONDSITE_STATE=str(folder / "state"), PYTHONPATH=str(here),
                       SECONDSITE_PROGRAM=program, PYTHONDONTWRITEBYTECODE="1")
    lines = iter(lines)
    for number, line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        word, _, rest = line.partition(" ")
        if word in ("file", "python"):
            block = []
            for _, inner in lines:
                if inner == "end":
                    break
                block.append(inner)
            text = "\n".join(block) + "\n"
            if word == "file":
                (folder / rest).write_text(text, encoding="utf-8")
            else:
                done = subprocess.run([sys.executable, "-c", text], cwd=folder, env=environment, capture_output=True)
                if done.returncode != 0:
                    told = done.stderr.decode("utf-8", "replace").strip().splitlines()
                    raise Failure(f"line {number}: " + "\n  ".join(told[-6:]) + f"\n{shown}")
        elif word == "needs":
            if os.geteuid() == 0 if rest == "user" else pacs.program(rest) is None:
                raise Skipped()
        elif word == "environment":
            name, _, value = rest.partition("=")
            environment[name] = value
        elif word == "$":
            words = shlex.split(rest)
            if words[0] != "secondsite":
                raise Failure(f"line {number}: only secondsite is run")
            done = subprocess.run([program, *words[1:]], cwd=folder, env=environment, capture_output=True, timeout=300)
            done.out = done.stdout.decode("utf-8", "replace")
            done.err = done.stderr.decode("utf-8", "replace")
            (folder / "stdout.txt").write_bytes(done.stdout)
            (folder / "stderr.txt").write_bytes(done.stderr)
            ran = done
            shown = f"$ {rest}\n--- stdout\n{done.out[-1500:]}\n--- stderr\n{done.err[-1500:]}"
            if done.returncode < 0 or "bug in secondsite" in done.err or "Sanitizer" in done.err:
                raise Failure(f"line {number}: crashed with {done.returncode}\n{shown}")
        else:
            try:
                if word == "exists":
                    if not (folder / rest).exists():
                        raise Failure(f"there is no {rest}")
                elif word == "same":
                    first, second = rest.split()
                    if (folder / first).read_bytes() != (folder / second).read_bytes():
                        raise Failure(f"{first} and {second} differ")
                else:
                    holds(word, rest, ran)
            except Failure as failure:
                raise Failure(f"line {number}: {failure}\n{shown}") from None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--only", default="")
    parser.add_argument("places", nargs="+")
    arguments = parser.parse_args()
    program = str(pathlib.Path(arguments.program).resolve())
    passed = failed = skipped = 0
    for place in arguments.places:
        place = pathlib.Path(place)
        for path in sorted(place.rglob("*.test")) if place.is_dir() else [place]:
            for case, lines in cases_of(path):
                if arguments.only not in f"{path.name} {case}":
                    continue
                with tempfile.TemporaryDirectory() as folder:
                    try:
                        run_case(lines, program, pathlib.Path(folder))
                        passed += 1
                    except Skipped:
                        skipped += 1
                    except (Failure, subprocess.SubprocessError, KeyError, IndexError, json.JSONDecodeError) as failure:
                        failed += 1
                        print(f"FAILED {path.name}: {case}\n  {failure}\n")
    print(f"command line: {passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    sys.exit(1 if failed or not passed else 0)


main()
