"""What the tree must keep: small files, short READMEs, no foreign data, no host of a registry, codes in step."""

import pathlib
import re
import subprocess
import sys

MOST_LINES = 600
MOST_BYTES = 1_000_000
README_LINES = 30
faults = []
files = [pathlib.Path(name) for name in subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True).stdout.split("\n") if name]
files = [path for path in files if path.exists()]

for path in files:
    if path.stat().st_size > MOST_BYTES:
        faults.append(f"{path}: larger than 1 MB")
    if path.suffix in (".cpp", ".h", ".py", ".mjs", ".js", ".css", ".sh", ".cmake"):
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > MOST_LINES:
            faults.append(f"{path}: {lines} lines; no file has more than {MOST_LINES}")
    if path.name == "README.md" and path.parts[0] == "secondsite":
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > README_LINES:
            faults.append(f"{path}: {lines} lines; a module's README has at most {README_LINES}")

hosts = re.compile("|".join(["pypi" + r"\.org", "registry" + r"\.npmjs", "files\\." + "pythonhosted", "deb" + r"\.debian", "repo1?" + r"\.maven"]))
for path in files:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        continue
    if hosts.search(text):
        faults.append(f"{path}: names the host of a package registry")

modules = [path for path in pathlib.Path("secondsite").iterdir() if path.is_dir()]
for module in modules:
    if not (module / "README.md").exists():
        faults.append(f"{module}: has no README.md")

# Every code that the sources use stands in a table, and every row of a table is used.
table = set()
for path in pathlib.Path("secondsite/core/codes").glob("*.cpp"):
    table |= set(re.findall(r'\{"([a-z]+\.[a-z0-9-]+)"', path.read_text(encoding="utf-8")))
used = set()
for path in files:
    if path.suffix not in (".cpp", ".h") or path.parent.name == "codes" or path.name.endswith("_test.cpp"):
        continue
    if path.parts[0] not in ("secondsite", "apps"):
        continue
    used |= set(re.findall(r'"([a-z]+\.[a-z0-9]+(?:-[a-z0-9]+)*)"', path.read_text(encoding="utf-8")))
areas = {code.split(".")[0] for code in table}
used = {code for code in used if code.split(".")[0] in areas and not re.search(r"\.(json|csv|md|html|xml|js|css|cpp|h|txt|yaml|sqlite|parquet)$", code)}
for code in sorted(table - used):
    faults.append(f"code {code}: in a table, and used nowhere")
for code in sorted(used - table):
    if "-" in code.split(".")[1] or code.split(".")[0] in ("table", "plan", "evaluate", "config", "cohort", "metric", "stats", "power"):
        faults.append(f"code {code}: used, and in no table")

for fault in faults:
    print(fault)
print(f"tree: {len(files)} files, {len(faults)} faults")
sys.exit(1 if faults else 0)
