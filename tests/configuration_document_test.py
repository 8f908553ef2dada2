#!/usr/bin/env python3
"""docs/configuration.md against the program: it names every key that docs/dockcheck.schema.json has, each in the section of
its table, dockcheck takes all of its examples, and the comments in its Dockerfile silence something each.

Usage: configuration_document_test.py DOCKCHECK ROOT"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

program, root = sys.argv[1], Path(sys.argv[2])
document = (root / "docs/configuration.md").read_text()
schema = json.loads((root / "docs/dockcheck.schema.json").read_text())
lists = schema["properties"]
faults = []


def section(heading):
    """The text below a heading, up to the next one."""
    found = re.search(rf"(?ms)^{re.escape(heading)}\n(.*?)(?=^#+ |\Z)", document)
    if found is None:
        faults.append(f"there is no section {heading}")
    return found[1] if found else ""


def expect_rows(heading, keys):
    """Each key has a row of the section's table, and each row is a key."""
    rows = set(re.findall(r"(?m)^\| `([a-z-]+)` \|", section(heading)))
    faults.extend(f"{heading} has no row for `{key}`" for key in sorted(set(keys) - rows))
    faults.extend(f"{heading} has a row for `{key}`, which is no key" for key in sorted(rows - set(keys)))


custom = lists["custom"]["items"]["properties"]
expect_rows("## Keys", lists)
expect_rows("### [build]", schema["definitions"]["build"]["properties"])
for key in lists["images"]["additionalProperties"]["anyOf"][1]["properties"]:
    if f"`{key}`" not in section("### [images]") and f"{key} =" not in section("### [images]"):
        faults.append(f"### [images] does not name `{key}`")
expect_rows("### [[custom]]", [*custom, *custom["match"]["properties"]])
overrides = section("### [[overrides]]")
for key in lists["overrides"]["items"]["properties"]:
    if f"`{key}`" not in overrides:
        faults.append(f"### [[overrides]] does not name `{key}`")

examples = re.findall(r"(?ms)^```toml\n(.*?)^```$", document)
with tempfile.TemporaryDirectory() as folder:
    here = Path(folder, "repository")
    (here / ".git").mkdir(parents=True)
    (here / "shared").mkdir()
    (here / "shared/dockcheck.toml").touch()
    (here / "shared/python.toml").touch()
    (here / "Dockerfile").touch()
    for example in examples:
        file = here / ("pyproject.toml" if "[tool.dockcheck]" in example else "dockcheck.toml")
        file.write_text(example)
        told = subprocess.run([program, "config", "--config", file], capture_output=True, text=True)
        if told.returncode != 0:
            faults.append(f"dockcheck does not take this example:\n{example}{told.stderr}")

dockerfile = re.search(r"(?ms)^```dockerfile\n(.*?)^```$", document)
command = [program, "--isolated", "--select", "all", "--show-suppressed", "--stdin-filename", "Dockerfile", "-f", "concise", "-"]
told = subprocess.run(command, input=dockerfile[1], capture_output=True, text=True).stdout if dockerfile else ""
for word in ("unused-ignore", "unknown-rule-in-ignore", "malformed-ignore-comment"):
    if f"[{word}]" in told:
        faults.append(f"the Dockerfile has a comment that does nothing:\n{told}")
if told.count("(ignored)") < 4:
    faults.append(f"the comments of the Dockerfile silence too little:\n{told}")

if not examples:
    faults.append("there are no examples")
print("\n".join(faults) or f"all keys are there, and {len(examples)} examples are taken")
sys.exit(1 if faults else 0)
