#!/usr/bin/env python3
"""Holds `dockcheck plan --changed` against what Docker builds again: hold_changes.py DOCKCHECK [BUSYBOX]

Each project of tests/builders/projects.txt is built, the files it names get another text, and it is built with the cache. A step
that Docker took from the cache must be a layer that we call cached, one that it ran a layer that we call rebuilt; a layer that
may be built again is counted for itself. Prints the differences; the exit status is 1 when there are any.
"""

import collections
import json
import re
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

import builders

PROJECTS = Path(__file__).resolve().parent / "projects.txt"
STEP = re.compile(r"^#(\d+) \[(?:(\S+) )?(\d+)/\d+\] (\S+)", re.MULTILINE)
PLATFORM = re.compile(r"^linux/\w+->?")


class Project:
    """One of projects.txt."""

    def __init__(self, text):
        self.name, _, rest = text.partition("\n")
        head, *files = re.split(r"(?m)^--- ", rest)
        self.files = dict(file.split("\n", 1) for file in files)
        settings = dict(line.split(" ", 1) for line in head.splitlines() if line)
        self.touched = settings["touch"].split()
        self.options = settings.get("build", "").split()

    def write(self, folder):
        for name, text in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def touch(self, folder):
        for name in self.touched:
            # Another text than in all runs that the cache of this builder remembers.
            (folder / name).write_text(secrets.token_hex() + "\n")


def projects():
    return [Project(text) for text in re.split(r"(?m)^=== ", PROJECTS.read_text())[1:]]


def make_image(folder, busybox):
    """The image `run`: one program, and all names that it answers to."""
    tree = folder / "run"
    (tree / "bin").mkdir(parents=True)
    (tree / "tmp").mkdir()
    program = tree / "bin/busybox"
    program.write_bytes(Path(busybox).read_bytes())
    program.chmod(0o755)
    for name in builders.run(busybox, "--list").split():
        if name != "busybox":
            (tree / "bin" / name).symlink_to("busybox")
    builders.run("tar", "-C", str(tree), "-cf", str(folder / "run.tar"), ".")
    builders.run("docker", "import", str(folder / "run.tar"), "run")


def build(folder, options):
    """stage -> [(whether it ran, what)] of the steps behind FROM."""
    log = builders.run("docker", "build", "--progress=plain", "--network", "none", *options, str(folder))
    steps = {}
    for number, stage, position, word in STEP.findall(log):
        if word != "FROM":
            ran = not re.search(rf"(?m)^#{number} CACHED", log)
            steps[number] = (stage, int(position), ran, word)
    result = collections.defaultdict(list)
    for stage, _, ran, word in sorted(steps.values()):
        result[stage].append((ran, word))
    return result


def layers(dockcheck, folder, project):
    """stage -> [(fate, line, text)] of the layers behind FROM in the stages that are built."""
    command = [dockcheck, "plan", str(folder), "--isolated", "-f", "json", *project.options, "--changed"]
    done = subprocess.run(command + [str(folder / name) for name in project.touched], capture_output=True, text=True, check=True)
    plan = json.loads(done.stdout)
    stages = [stage for stage in plan["stages"] if stage["reach"] != "unreachable"]
    result = {}
    for stage in stages:
        name = (stage["name"] or f"stage-{stage['index']}") if len(plan["stages"]) > 1 else ""
        found = [(layer["fate"], layer["line"], layer["text"]) for layer in stage["layers"] if not layer["text"].upper().startswith("FROM")]
        if found:
            result[name] = found
    return result


def compare(project, steps, planned):
    """The differences, and how many layers were open."""
    unsure = 0
    for stage in sorted(steps.keys() | planned.keys()):
        ran, fates = steps.get(stage, []), planned.get(stage, [])
        if len(ran) != len(fates):
            yield f"stage {stage!r} has the steps {ran}, planned are {fates}"
            continue
        for (is_new, _), (fate, line, text) in zip(ran, fates):
            unsure += fate == "perhaps"
            if fate != "perhaps" and is_new != (fate == "again"):
                yield f"line {line}, {text}: Docker {'built it again' if is_new else 'took it from the cache'}, planned is {fate}"
    yield from [None] * unsure


def main():
    dockcheck, busybox = sys.argv[1], sys.argv[2]
    wrong = unsure = again = 0
    with tempfile.TemporaryDirectory() as scratch:
        make_image(Path(scratch), busybox)
        for serial, project in enumerate(projects()):
            folder = Path(scratch) / f"project{serial}"
            project.write(folder)
            builders.run("docker", "build", "-q", "--network", "none", *project.options, str(folder))
            planned = layers(dockcheck, folder, project)
            project.touch(folder)
            steps = build(folder, project.options)
            again += sum(ran for stage in steps.values() for ran, _ in stage)
            found = list(compare(project, steps, planned))
            unsure += found.count(None)
            found = [each for each in found if each]
            wrong += bool(found)
            for each in found:
                print(f"{project.name}: {each}")
    print(f"{len(projects())} projects with touched files, {again} layers built again, {unsure} left open, {wrong} projects differ")
    return 1 if wrong else 0


sys.exit(main())
