#!/usr/bin/env python3
"""Holds what is said of images against what is said of their Dockerfiles: hold_images.py DOCKCHECK BUSYBOX BUILDER...

Each file of tests/builders/images is built on bases made here, by every way that the BUILDERs have, and the image is saved
in every format that the tools beside them write. What a Dockerfile and its image can share must be equal; the tables below
say what formats and builders do not keep, as docs/images.md does. Prints the differences; the exit status is 1 when there
are any.
"""

import collections
import gzip
import itertools
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import builders
import image_bases

FILES = Path(__file__).resolve().parent / "images"

# What a format does not keep: findings in these instructions are not looked at.
LOST = {
    "whole": set(),
    "oci": {"HEALTHCHECK", "SHELL", "ONBUILD"},  # dropped on the way
    "inspect": {"RUN", "COPY", "ADD", "ARG", "HEALTHCHECK", "ONBUILD"},  # no history; podman keeps neither of the last two
    # No config: what the base image sets is not known, nor how words were quoted.
    "history": {"FROM", "LABEL", "EXPOSE", "VOLUME", "CMD", "ENTRYPOINT", "HEALTHCHECK", "ONBUILD"},
}
# podman does not tell which steps made no layer, so that nobody knows where those of a build begin that made one in all.
NOTHING_CERTAIN = "podman-history.json"

# What a builder does not keep, whatever the format.
SOURCES = {"add-instead-of-copy", "removed-file-still-in-layer"}
LOST_BY = {
    "buildah": SOURCES,
    "buildah, OCI": SOURCES,
    "Docker's old builder": SOURCES | {"relative-workdir"},
    "BuildKit": {"relative-workdir"},
}
# Rules that ask what is not set, or what starts: of the base image a history alone says nothing.
LOST_IN_HISTORY = {"bundler-deployment-mode-missing", "bundler-development-gems-installed", "sudo-in-run", "relative-workdir",
                   "final-user-is-root"}
# The bases are stand-ins: nothing in them is of the release that their names say.
OF_REAL_BASES = {"end-of-life-base-image"}
# Without the files of layers they have nothing but the sources.
OF_FILES = {"credential-file-in-image"}
# Where ONBUILD is lost, or nobody knows that nothing was copied, an image looks like one to be run.
MORE_WITHOUT_TRIGGERS = {"healthcheck-shell-and-triggers": {"missing-user"}}
MORE_WITHOUT_HISTORY = {"folders": {"missing-user"}, "other-package-managers": {"missing-user"}}
# What the name of the base image tells, which no image has: that debian has no account "app", that yum is dnf on fedora.
OF_BASE_NAME = {"exec-forms": {"non-numeric-user"}, "other-package-managers": {"dnf-cache-left-in-layer"}}

# What these say is not said with the same words: of an image the layers show the files themselves, and no base is named.
SAID_OTHERWISE = {"missing-user", "credential-file-in-image", "setuid-or-setgid-file", "removed-file-still-in-layer"}


def shared_rules(dockcheck):
    rules = json.loads(subprocess.run([dockcheck, "rules", "-f", "json"], capture_output=True, text=True, check=True).stdout)
    return {rule["name"] for rule in rules if {"dockerfile", "image"} <= set(rule["inputs"])} - OF_REAL_BASES


def findings(dockcheck, path):
    command = [dockcheck, "check", "--isolated", "--no-context", "--today", "2026-11-26", "--exit-zero", "-f", "json", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise builders.BuildFailed(f"dockcheck left with {done.returncode} for {path}: {done.stderr}")
    return json.loads(done.stdout)["findings"]


class Buildah:
    """buildah, in one of its two formats."""

    def __init__(self, kind, name):
        self.kind, self.name = kind, name

    def build(self, file, context, scratch):
        builders.run("buildah", "bud", "-q", "--isolation", "chroot", "--pull-never", "--format", self.kind, "-t", builders.IMAGE,
                     "-f", str(file), str(context))
        keeps = "whole" if self.kind == "docker" else "oci"
        archive = scratch / "docker-archive.tar"
        archive.unlink(missing_ok=True)
        builders.run("buildah", "push", "-q", builders.IMAGE, f"docker-archive:{archive}:{builders.IMAGE}:latest")
        yield "docker-archive", keeps, archive
        yield from written(scratch, "podman-save.tar", keeps, "podman", "save", "-o", "{}", builders.IMAGE)
        yield from written(scratch, "podman-inspect.json", "inspect", "podman", "image", "inspect", builders.IMAGE)
        yield from written(scratch, "buildah-inspect.json", keeps, "buildah", "inspect", "--type", "image", builders.IMAGE)
        yield from written(scratch, "podman-history.json", "history", "podman", "history", "--no-trunc", "--format", "json", builders.IMAGE)
        yield from converted(archive, keeps, scratch)


class Docker:
    """Docker's engine, with its old builder or BuildKit."""

    def __init__(self, kind, name):
        self.kind, self.name = kind, name

    def build(self, file, context, scratch):
        builders.run("env", f"DOCKER_BUILDKIT={self.kind}", "docker", "build", "-q", "--network", "none", "-t", builders.IMAGE, "-f", str(file),
                     str(context))
        archive = scratch / "docker-save.tar"
        builders.run("docker", "save", builders.IMAGE, "-o", str(archive))
        yield "docker save", "whole", archive
        yield from written(scratch, "docker-inspect.json", "inspect", "docker", "image", "inspect", builders.IMAGE)
        yield from written(scratch, "docker-history.json", "history", "docker", "history", "--no-trunc", "--format", "{{json .}}",
                           builders.IMAGE)
        yield from converted(archive, "whole", scratch)


def written(scratch, name, keeps, *command):
    """A file that a command writes: to {} or to its output."""
    path = scratch / name
    path.unlink(missing_ok=True)
    output = builders.run(*[word.replace("{}", str(path)) for word in command])
    if not path.exists():
        path.write_text(output)
    yield name, keeps, path


def converted(archive, keeps, scratch):
    """The formats that an archive can be turned into."""
    packed = archive.with_suffix(".tar.gz")
    packed.write_bytes(gzip.compress(archive.read_bytes(), 1))
    yield "gzip", keeps, packed
    if shutil.which("zstd"):
        yield from written(scratch, "archive.tar.zst", keeps, "zstd", "-q", "-1", "-f", str(archive), "-o", "{}")
    if not shutil.which("skopeo"):
        return
    source = f"docker-archive:{archive}"
    yield from written(scratch, "config.json", keeps, "skopeo", "inspect", "--config", "--raw", source)
    yield from written(scratch, "config-as-oci.json", "oci", "skopeo", "inspect", "--config", source)
    yield from written(scratch, "oci-archive.tar", "oci", "skopeo", "copy", "-q", source, "oci-archive:{}:latest")
    layout = scratch / "layout"
    shutil.rmtree(layout, ignore_errors=True)
    builders.run("skopeo", "copy", "-q", source, f"oci:{layout}:latest")
    yield "oci layout", "oci", layout


def makers(names):
    if "buildah" in names:
        yield Buildah("docker", "buildah")
        yield Buildah("oci", "buildah, OCI")
    if "docker" in names:
        yield Docker("0", "Docker's old builder")
        yield Docker("1", "BuildKit")


def counted(found, rules, lost=frozenset()):
    kept = [each for each in found if each["rule"] in rules and each["instruction"] not in lost]
    return collections.Counter((each["rule"], "" if each["rule"] in SAID_OTHERWISE else each["message"]) for each in kept)


class Comparison:
    def __init__(self, dockcheck):
        self.dockcheck, self.rules = dockcheck, shared_rules(dockcheck)
        self.images = self.wrong = self.equal = 0

    def expect(self, file):
        found = findings(self.dockcheck, file)
        last = str(sum(line.startswith("FROM ") for line in file.read_text().splitlines()) - 1)
        return [each for each in found if each["stage"] in (last, None)]

    def compare(self, file, maker, form, keeps, path, expected):
        self.images += 1
        lost = LOST_BY[maker.name] | (OF_FILES if maker.name != "BuildKit" and path.suffix == ".json" else set())
        if keeps == "history":
            lost = lost | LOST_IN_HISTORY
        lost = lost | OF_BASE_NAME.get(file.stem, set())
        surplus = OF_BASE_NAME.get(file.stem, set())
        if keeps != "whole":
            surplus = surplus | MORE_WITHOUT_TRIGGERS.get(file.stem, set())
        if keeps == "inspect":
            surplus = surplus | MORE_WITHOUT_HISTORY.get(file.stem, set())
        wanted = counted(expected, self.rules, LOST[keeps])
        got = counted(findings(self.dockcheck, path), self.rules, LOST[keeps])
        missing = [each for each in (wanted - got) if each[0] not in lost and form != NOTHING_CERTAIN]
        more = [each for each in (got - wanted) if each[0] not in surplus | (LOST_IN_HISTORY if keeps == "history" else set())]
        self.equal += sum((wanted & got).values())
        for what, pairs in (("missing", missing), ("more", more)):
            for rule, message in pairs:
                self.wrong += 1
                print(f"{file.stem}, {maker.name}, {form}: {what}: {rule}: {message}")


def main():
    dockcheck, busybox, names = sys.argv[1], sys.argv[2], sys.argv[3:]
    comparison = Comparison(dockcheck)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        begin, context = time.monotonic(), image_bases.make(scratch, busybox, names)
        for file, maker in itertools.product(sorted(FILES.glob("*.Dockerfile")), list(makers(names))):
            expected = comparison.expect(file)
            try:
                for form, keeps, path in builders.again(lambda: list(maker.build(file, context, scratch))):
                    comparison.compare(file, maker, form, keeps, path, expected)
            except builders.BuildFailed as failure:
                comparison.wrong += 1
                print(f"{file.stem}, {maker.name}: {failure}")
            took = time.monotonic() - begin
            print(f"{file.stem}, {maker.name}: {comparison.images} images in {took:.0f} s", file=sys.stderr)
    print(f"{comparison.images} images in all formats, {comparison.equal} findings as in the Dockerfiles, {comparison.wrong} differences")
    return 1 if comparison.wrong or not comparison.images else 0


sys.exit(main())
