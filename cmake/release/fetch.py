"""Brings the sources of sources.txt into a folder: fetch.py FOLDER.

Each is downloaded once, held against its SHA-256, unpacked, patched as its distribution patches it; and the tables of
Unicode that RE2 is compiled with are made by its own scripts.
"""
import hashlib
import pathlib
import runpy
import shutil
import subprocess
import sys
import tarfile
import urllib.request
from contextlib import redirect_stdout
from typing import NamedTuple

here = pathlib.Path(__file__).parent


class Source(NamedTuple):
    name: str
    version: str
    address: str
    digest: str


def read_list() -> list[Source]:
    lines = (here / "sources.txt").read_text().splitlines()
    return [Source(*line.split()) for line in lines if line and not line.startswith("#")]


def download(source: Source, folder: pathlib.Path) -> pathlib.Path:
    """The file of a source, whose bytes are those that the list promises."""
    path = folder / source.address.rpartition("/")[2].replace("%2b", "+")
    if not path.exists():
        print(f"fetching {path.name}", flush=True)
        part = path.with_name(path.name + ".part")
        try:
            with urllib.request.urlopen(source.address, timeout=120) as answer, part.open("wb") as out:
                shutil.copyfileobj(answer, out)
        except OSError as error:
            sys.exit(f"{source.address}: {error}; {here / 'sources.txt'} says how its line is renewed")
        part.rename(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != source.digest:
        path.unlink()
        sys.exit(f"{source.address}: its SHA-256 is {digest} instead of {source.digest}")
    return path


def unpack(path: pathlib.Path, folder: pathlib.Path, strip: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".deb":
        subprocess.run(["dpkg-deb", "-x", path, folder], check=True)
        return
    with tarfile.open(path) as archive:
        for member in archive:
            member.name = "/".join(member.name.split("/")[strip:])
            if member.name and (member.isfile() or member.isdir()):
                archive.extract(member, folder)


def patch(folder: pathlib.Path) -> None:
    """Debian's own changes: what mends the security of a library that is no longer the newest."""
    series = folder / "debian/patches/series"
    names = [line.split()[0] for line in series.read_text().splitlines() if line.strip() and line[0] != "#"]
    for name in names:
        with series.with_name(name).open() as text:
            subprocess.run(["patch", "-s", "-p1", "-d", folder], stdin=text, check=True)


def make_tables(re2: pathlib.Path, unicode_data: pathlib.Path) -> None:
    reader = re2 / "re2/unicode.py"
    reader.write_text(reader.read_text().replace('"/usr/share/unicode"', repr(str(unicode_data / "usr/share/unicode"))))
    sys.path.insert(0, str(reader.parent))
    sys.dont_write_bytecode = True
    for table in ("unicode_casefold", "unicode_groups"):
        with (re2 / f"re2/{table}.cc").open("w") as out, redirect_stdout(out):
            runpy.run_path(str(re2 / f"re2/make_{table}.py"), run_name="__main__")
    with (re2 / "re2/perl_groups.cc").open("w") as out:
        subprocess.run(["perl", re2 / "re2/make_perl_groups.pl"], stdout=out, check=True)


# What newer compilers do not take even where nobody calls it: file, text, text instead.
mended_headers = [
    (
        "rapidjson/document.h",
        "GenericStringRef& operator=(const GenericStringRef& rhs) { s = rhs.s; length = rhs.length; }",
        "",
    ),
    ("dtl/Diff.hpp", "void enableTrivial () const {", "void enableTrivial () {"),
]


def gather_headers(folder: pathlib.Path) -> None:
    """The libraries that are headers alone, as the system has them; nothing else of /usr/include is seen."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    mended = {file.split("/")[0] for file, _, _ in mended_headers}
    for name in ("boost", "CLI", "dtl", "fmt", "rapidjson", "tl", "toml++"):
        library = pathlib.Path("/usr/include") / name
        if name in mended:
            shutil.copytree(library, folder / name)
        else:
            (folder / name).symlink_to(library)
    for file, text, instead in mended_headers:
        path = folder / file
        path.write_text(path.read_text().replace(text, instead))


def main() -> None:
    folder = pathlib.Path(sys.argv[1]).resolve()
    sources = read_list()
    downloads = folder / "downloads"
    downloads.mkdir(parents=True, exist_ok=True)
    paths = [download(source, downloads) for source in sources]
    stamp = folder / "unpacked"
    wanted = (here / "sources.txt").read_text() + pathlib.Path(__file__).read_text()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    for source in sources:
        shutil.rmtree(folder / source.name, ignore_errors=True)
    for source, path in zip(sources, paths):
        patches = source.name.endswith("-patches")
        target = folder / source.name.removesuffix("-patches")
        unpack(path, target, 0 if patches else 1)
        if patches:
            patch(target)
    make_tables(folder / "re2", folder / "unicode-data")
    gather_headers(folder / "headers")
    stamp.write_text(wanted)


main()
