"""Where the compared files come from: folders, files, tar archives, and what the repository itself holds."""

import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ARCHIVE = re.compile(r"\.(tar(\.(gz|xz|bz2|zst))?|tgz|tzst)$")


class Unusable(Exception):
    """An input that cannot be read, with the reason."""


def members_of(path):
    """The files of a tar archive. Python knows no zstd: that is left to zstd itself."""
    unpacker = None
    if path.endswith(("zst", "zstd")):
        if shutil.which("zstd") is None:
            raise Unusable(f"{path}: there is no zstd to unpack it")
        unpacker = subprocess.Popen(["zstd", "-dcq", path], stdout=subprocess.PIPE)
        archive = tarfile.open(fileobj=unpacker.stdout, mode="r|")
    else:
        archive = tarfile.open(path, "r|*")
    with archive:
        for member in archive:
            if member.isfile():
                yield f"{path}!{member.name}", archive.extractfile(member).read()
    if unpacker is not None and unpacker.wait() != 0:
        raise Unusable(f"{path}: zstd failed")


def files_of(paths):
    """(name, bytes) of all files below the paths, archives opened."""
    for path in paths:
        if os.path.isdir(path):
            for folder, folders, names in os.walk(path):
                folders.sort()
                yield from files_of(os.path.join(folder, name) for name in sorted(names))
        elif not os.path.exists(path):
            if os.path.islink(path):
                continue
            raise Unusable(f"{path}: there is no such file")
        elif ARCHIVE.search(path):
            yield from members_of(path)
        elif os.path.isfile(path):
            yield path, Path(path).read_bytes()


def files_of_the_repository():
    """The samples, the examples of the rules' pages and the files that real builders were given."""
    for pattern in ("samples/**/*Dockerfile*", "samples/**/.dockerignore", "tests/builders/**/*Dockerfile"):
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file():
                yield str(path.relative_to(ROOT)), path.read_bytes()
    for page in sorted(ROOT.glob("rules/*/*.toml")):
        codes = re.findall(r"(?ms)^(?:code|fixed)\s*=\s*'''\n?(.*?)'''", page.read_text())
        for number, code in enumerate(codes, 1):
            yield f"{page.relative_to(ROOT)}, example {number}", code.encode()


def is_ignore_file(name):
    return name.endswith(".dockerignore")

