#!/usr/bin/env python3
"""Holds the shell grammar against the shells themselves, over every RUN of the files.

    tests/conformance/shell_compare.py --programs FOLDER --oracle PROGRAM PATH...

FOLDER has shell_dump (target conformance_dumps), the oracle is `go build` in tests/conformance/oracle; bash and dash are
those in PATH. A script of a RUN, or of its heredoc, is accepted or rejected as `bash -n` does when SHELL or `#!` name bash,
else as `dash -n` does; with --both every script is held against both. Scripts for other programs are left out. Then, where
mvdan.cc/sh accepts a script too, the simple commands and their literal words have to be its own. Differences that are meant
are classes in tests/conformance/shell-deliberate.tsv; the exit status is 1 when there are others.
"""

import argparse
import collections
import concurrent.futures
import csv
import hashlib
import itertools
import pathlib
import re
import subprocess
import sys

import inputs
from programs import Program, bytes_of, text_json

BATCH = 500
DELIBERATE = pathlib.Path(__file__).with_name("shell-deliberate.tsv")
SHEBANG = re.compile(rb"#![ \t]*\S*?([^/\s]+)(?:[ \t]+(?:-\S+[ \t]+)*([^\s-]\S*))?")
DIALECTS = {b"bash": "bash", b"sh": "posix", b"dash": "posix", b"ash": "posix"}
POWERSHELL = re.compile(rb"(?i)(powershell|pwsh|cmd)(\.exe)?$")


def batches(items):
    items = iter(items)
    while batch := list(itertools.islice(items, BATCH)):
        yield batch


def dialect_of_program(path):
    """The dialect of a shell by its path; None for a program that is no such shell."""
    name = re.split(rb"[/\\]", path)[-1]
    return None if POWERSHELL.search(name) else DIALECTS.get(name)


def dialect_of_heredoc(body, dialect):
    head = SHEBANG.match(body)
    if not head:
        return dialect
    return dialect_of_program(head[2] if head[1] == b"env" and head[2] else head[1])


def script_of(run, dialect):
    """(script, dialect) of a RUN in shell form, as BuildKit makes it."""
    command = bytes_of(run["args"][0]) if run["args"] else b""
    heredocs = [(bytes_of(heredoc["name"]), bytes_of(heredoc["content"])) for heredoc in run["heredocs"]]
    if not heredocs:
        return command, dialect
    if re.fullmatch(rb"<<-?(['\"]?)" + re.escape(heredocs[0][0]) + rb"\1", command):
        return heredocs[0][1], dialect_of_heredoc(heredocs[0][1], dialect)
    return command + b"\n" + b"".join(body + name + b"\n" for name, body in heredocs), dialect


def scripts_of(answer):
    """The scripts of an answer of the oracle about a Dockerfile."""
    dialect = "posix"
    for instruction in answer.get("instructions", ()):
        kind = bytes_of(instruction["name"]).upper()
        if kind == b"FROM":
            dialect = "posix"
        elif kind == b"SHELL" and instruction["json"] and instruction["args"]:
            dialect = dialect_of_program(bytes_of(instruction["args"][0]))
        if kind == b"ONBUILD":
            instruction = instruction.get("onbuild") or instruction
            kind = bytes_of(instruction["name"]).upper()
        if kind == b"RUN" and not instruction["json"] and instruction["args"]:
            script, own = script_of(instruction, dialect)
            if own and b"\0" not in script:
                yield script, own


def collected(oracle, paths):
    """{(script, dialect): name of the first file}, and how many RUNs there are of each."""
    first, counts = {}, collections.Counter()
    for batch in batches(inputs.files_of(paths)):
        batch = [(name, data) for name, data in batch if not inputs.is_ignore_file(name)]
        answers = oracle.ask([{"text": text_json(data)} for _, data in batch])
        for (name, _), answer in zip(batch, answers):
            for key in scripts_of(answer):
                first.setdefault(key, name)
                counts[key] += 1
    return first, counts


def accepted_by_shell(key):
    script, dialect = key
    shell = "bash" if dialect == "bash" else "dash"
    command = [shell, "-n"] if shell == "dash" else [shell, "--norc", "-n"]
    done = subprocess.run(command, input=script, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False, close_fds=False)
    return done.returncode == 0, done.stderr


def verdicts(keys):
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return dict(zip(keys, pool.map(accepted_by_shell, keys)))


def answers_of(program, keys):
    found = {}
    for batch in batches(keys):
        questions = [{"text": text_json(script), "lang": dialect} for script, dialect in batch]
        found.update(zip(batch, program.ask(questions)))
    return found


def commands(answer):
    """Simple commands with words or assignments: redirections alone are none to compare."""
    kept = ("argv", "assigns")
    return [{field: command[field] for field in kept} for command in answer["commands"] if command["argv"] or command["assigns"]]


def first_difference(ours, theirs):
    for index, (one, other) in enumerate(zip(ours, theirs)):
        if one != other:
            return f"command {index + 1}: {one}, mvdan.cc/sh has {other}"
    return f"{len(ours)} commands, mvdan.cc/sh has {len(theirs)}"


class Deliberate:
    """The differences that are meant: a pattern over the script for each kind of them."""

    def __init__(self):
        self.counts = collections.Counter()
        with open(DELIBERATE, newline="") as table:
            self.rows = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
        for row in self.rows:
            row["compiled"] = re.compile(row["pattern"].encode())

    def covers(self, kind, key):
        for row in self.rows:
            if row["kind"] == kind and row["compiled"].search(key[0]):
                self.counts[row["class"]] += 1
                return True
        return False


def label(key):
    return hashlib.sha1(key[0]).hexdigest()[:8] + " " + key[1]


def report(kind, different, total, unit, meant, options):
    """Prints the count and the first differences; how many are not meant."""
    others = [(key, why) for key, why in different if not meant.covers(kind, key)]
    print(f"{kind}: {total} {unit}, {len(different)} differ, {len(others)} of them not meant", flush=True)
    for key, why in others[: options.shown]:
        print(f"  {options.first[key]} ({label(key)}): {why}\n    {key[0][:options.width]!r}")
    return len(others)


def compare_acceptance(ours, shells, counts, meant, options):
    different = []
    for key, answer in ours.items():
        accepted, complaint = shells[key]
        if answer.get("ok", False) != accepted:
            said = complaint.decode(errors="replace").strip().split("\n")[0]
            mine = "we accept it" if answer.get("ok") else f"we expect {answer.get('error', answer)} at {answer.get('offset')}"
            different.append((key, f"{mine}; the shell: {said or 'accepts it'}"))
    print(f"RUNs: {sum(counts[key] for key in ours)}, those that differ: {sum(counts[key] for key, _ in different)}")
    return report("accept", different, len(ours), "scripts", meant, options)


def compare_commands(ours, theirs, meant, options):
    both = [key for key in ours if ours[key].get("ok") and theirs[key].get("ok")]
    different = [
        (key, first_difference(commands(ours[key]), commands(theirs[key])))
        for key in both
        if commands(ours[key]) != commands(theirs[key])
    ]
    files = {options.first[key] for key, _ in different}
    print(f"files: {len(set(options.first.values()))}, those with a difference in commands: {len(files)}")
    return report("commands", different, len(both), "scripts that both accept", meant, options)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", metavar="PATH")
    parser.add_argument("--programs", required=True, metavar="FOLDER")
    parser.add_argument("--oracle", required=True, metavar="PROGRAM")
    parser.add_argument("--both", action="store_true", help="hold every script against bash and against dash")
    parser.add_argument("--shown", type=int, default=20)
    parser.add_argument("--width", type=int, default=400, help="bytes of a script that are shown (default: 400)")
    options = parser.parse_args()

    first, counts = collected(Program(options.oracle, "parse", "-json"), options.paths)
    if options.both:
        for (script, dialect), name in list(first.items()):
            first.setdefault((script, "bash" if dialect == "posix" else "posix"), name)
    options.first = first
    meant = Deliberate()
    ours = answers_of(Program(options.programs + "/shell_dump"), list(first))
    bad = compare_acceptance(ours, verdicts(list(first)), counts, meant, options)
    bad += compare_commands(ours, answers_of(Program(options.oracle, "shell"), list(first)), meant, options)
    for row in meant.rows:
        print(f"  {meant.counts[row['class']]:6} {row['kind']} {row['class']}: {row['reason']}")
    return 1 if bad else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except inputs.Unusable as problem:
        print(problem, file=sys.stderr)
        sys.exit(2)
