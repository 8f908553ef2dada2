#!/usr/bin/env python3
"""Hostile archives of images: the memory stays bounded and the error is clear. image_limits_test.py DOCKCHECK

Made are archives that unpack to 10 GB and that have very many entries, given as a file or through a pipe. Peak memory is
what the system counted of the process (VmHWM).
"""

import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import time
import zlib
from pathlib import Path

MOST_MEMORY = 64  # MB
MOST_SECONDS = 60
BOMB_SIZE = 10 * 1024**3


def gzip_member(data, level=1):
    packer = zlib.compressobj(level, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()


def bomb():
    """A packed tar archive of one file of zeros, in gzip members that are alike."""
    entry = tarfile.TarInfo("zeros")
    entry.size = BOMB_SIZE
    piece = 64 * 1024**2
    return gzip_member(entry.tobuf()) + gzip_member(bytes(piece), 9) * (BOMB_SIZE // piece) + gzip_member(bytes(1024))


def tar_of(files):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for name, content in files:
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return data.getvalue()


def many_entries(count):
    """Empty files in folders, as a tree of packages has them."""
    header, out = tarfile.TarInfo("x").tobuf(), io.BytesIO()
    rest = sum(header[100:148]) + 8 * ord(" ") + sum(header[156:])
    for number in range(count):
        name = b"app/node_modules/package-%d/library/file-%d.js" % (number // 40, number)
        out.write(name.ljust(100, b"\0") + header[100:148] + b"%06o\0 " % (rest + sum(name)) + header[156:])
    out.write(bytes(1024))
    return out.getvalue()


def saved(layer):
    """The archive of an image with this layer, as docker save makes it."""
    config = json.dumps({"architecture": "amd64", "os": "linux", "config": {"User": "root", "Cmd": ["app"]},
                         "rootfs": {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(layer).hexdigest()]}}).encode()
    name = hashlib.sha256(config).hexdigest() + ".json"
    manifest = json.dumps([{"Config": name, "RepoTags": [], "Layers": ["layer.tar"]}]).encode()
    return tar_of([("layer.tar", layer), (name, config), ("manifest.json", manifest)])


SWELLS = "the packed data swells to more than 200 times its size, which no real image does"
ENTRIES = "the archive has more than 20000 entries, which no image's has"
ROOM = "the layers have more files than 44 MiB of memory can list"

FILE, PIPE = "a file", "a pipe"
# name -> the archive, the ways to give it, the exit status, and what the error or the note says; empty where there is
# nothing to say.
CASES = {
    "a layer of 10 GB of zeros in 10 MB": (lambda: saved(bomb()), [FILE], 2, SWELLS),
    "an archive of 10 GB of zeros in 10 MB": (bomb, [PIPE], 2, SWELLS),
    "an archive of 100,000 entries": (lambda: many_entries(100_000), [FILE, PIPE], 2, ENTRIES),
    "the same packed": (lambda: gzip_member(many_entries(100_000)), [FILE], 2, ENTRIES),
    "a layer of 100,000 files": (lambda: saved(many_entries(100_000)), [FILE], 1, ""),
    "a packed layer of 250,000 files": (lambda: saved(gzip_member(many_entries(250_000))), [PIPE], 2, ROOM),
}


def measured(command, piped):
    """The exit status, the text, the peak memory in MB and the seconds of a program."""
    done = subprocess.run([sys.executable, __file__, "--measure", str(piped or os.devnull), *command], capture_output=True,
                          text=True, check=True)
    return json.loads(done.stdout)


def measure(piped, command):
    """What a process takes at least is what the one that starts it took at its peak: this one is small."""
    begin = time.monotonic()
    with tempfile.TemporaryFile("w+") as text:
        with subprocess.Popen(["cat", piped], stdout=subprocess.PIPE) as source:
            process = subprocess.Popen(command, stdin=source.stdout, stdout=text, stderr=text)
            source.stdout.close()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        text.seek(0)
        print(json.dumps([process.returncode, text.read(), usage.ru_maxrss / 1024, time.monotonic() - begin]))


def faults(name, expected_status, expected_text, result):
    status, text, memory, seconds = result
    if status != expected_status:
        yield f"leaves with {status}, not {expected_status}: {text}"
    if expected_text not in text or (not expected_text and "not all" in text):
        yield f"does not say \"{expected_text}\" but: {text}"
    if memory > MOST_MEMORY:
        yield f"takes {memory:.0f} MB"
    if seconds > MOST_SECONDS:
        yield f"takes {seconds:.0f} seconds"


def main():
    dockcheck, wrong = sys.argv[1], 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "image.tar"
        for name, (make, ways, status, text) in CASES.items():
            path.write_bytes(make())
            for way in ways:
                argument, piped = ("-", path) if way == PIPE else (str(path), None)
                result = measured([dockcheck, "check", "--isolated", "-f", "concise", argument], piped)
                print(f"{name}, {way}: {result[2]:.1f} MB, {result[3]:.1f} s")
                for fault in faults(name, status, text, result):
                    wrong += 1
                    print(f"  {fault}")
    return 1 if wrong else 0


if sys.argv[1] == "--measure":
    measure(sys.argv[2], sys.argv[3:])
else:
    sys.exit(main())
