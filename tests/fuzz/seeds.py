#!/usr/bin/env python3
"""Writes the inputs that the fuzz targets begin with: seeds.py FOLDER

They are the samples and the examples of the rules' pages, each with the files of its build context behind lines `=== NAME`,
as checked_build.hpp reads them.
"""

import os
import sys
from pathlib import Path

try:
    import tomllib
except ImportError:  # before Python 3.11: the samples alone
    tomllib = None

ROOT = Path(__file__).resolve().parents[2]
MOST_BYTES = 16 * 1024


def seed(dockerfile, files):
    parts = [dockerfile if dockerfile.endswith(b"\n") else dockerfile + b"\n"]
    for name, data in sorted(files.items()):
        part = f"=== {name}\n".encode() + data
        part = part if part.endswith(b"\n") else part + b"\n"
        if sum(map(len, parts)) + len(part) <= MOST_BYTES:
            parts.append(part)
    return b"".join(parts)


def samples():
    for dockerfile in sorted(ROOT.glob("samples/*/Dockerfile")):
        folder = dockerfile.parent
        paths = (Path(at) / name for at, _, names in os.walk(folder) for name in names)
        files = {str(path.relative_to(folder)): path.read_bytes() for path in paths if path.name not in ("Dockerfile", "expected.txt")}
        yield seed(dockerfile.read_bytes(), files)


def examples():
    for path in sorted(ROOT.glob("rules/*/*.toml")) if tomllib else ():
        page = tomllib.loads(path.read_text())
        for example in page.get("bad", []) + page.get("good", []):
            yield seed(example["code"].encode(), {name: text.encode() for name, text in example.get("files", {}).items()})


def main():
    target = Path(sys.argv[1])
    for number, data in enumerate([*samples(), *examples()]):
        (target / f"seed-{number:04}").write_bytes(data)


if __name__ == "__main__":
    main()
