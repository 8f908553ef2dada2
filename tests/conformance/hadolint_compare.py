#!/usr/bin/env python3
"""Holds our findings against those of hadolint, rule by rule, over many Dockerfiles.

    tests/conformance/hadolint_compare.py --programs FOLDER [--known FILE] [--write] PATH...

FOLDER has dockcheck and parse_dump (target conformance_dumps); hadolint is the one in PATH. --known keeps hadolint's answers in
a file, and takes them from there the next time. A finding of ours agrees with one of hadolint's when the page of our rule
names hadolint's code and both are about the same instruction. Files that hadolint or BuildKit cannot read are left out. What
one side alone has belongs to the first class of tests/conformance/hadolint-classes.tsv that fits: the code, the side, and
a pattern over the instruction as it is written (or the whole file behind `file:`). What no class covers is printed, and
the exit status is then 1. --write puts the counts into tests/conformance/hadolint-agreement.tsv.
"""

import argparse
import collections
import csv
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from programs import Program, text_json

HERE = pathlib.Path(__file__).resolve().parent
BATCH = 100
NAMES_AT_ONCE = 5000    # for a command line
# Findings about a stage or a file, which the two place at different instructions.
PLACED_ELSEWHERE = set("DL3002 DL3006 DL3012 DL3024 DL3026 DL3057 DL3059 DL4001 DL4003 DL4004 DL3061 DL3067".split())
LEFT_OUT = {"DL1000"}  # what hadolint cannot parse


def run_hadolint(paths, command=(), folder=None):
    """{path: [(code, line, message)]}; a file that ends the program has a DL1000. `command` has its options too."""
    with tempfile.TemporaryDirectory() as empty:
        environment = {"HOME": empty, "XDG_CONFIG_HOME": empty, "PATH": "/usr/local/bin:/usr/bin:/bin"}
        words = [*(command or [program_of_path("hadolint")]), "-f", "json", "--no-fail", *paths]
        done = subprocess.run(words, cwd=folder or empty, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    try:
        answers = json.loads(done.stdout)
    except ValueError:
        if len(paths) == 1:
            return {paths[0]: [("DL1000", 0, "hadolint died")]}
        middle = len(paths) // 2
        return run_hadolint(paths[:middle], command, folder) | run_hadolint(paths[middle:], command, folder)
    found = {path: [] for path in paths}
    for answer in answers:
        found[answer["file"]].append((answer["code"], answer["line"], answer["message"]))
    return found


def program_of_path(program):
    found = shutil.which(program)
    if found is None:
        sys.exit(f"there is no {program} in PATH")
    return found


def hadolint_findings(paths, known):
    """Of all files, from the file of known answers where they are there."""
    found = {}
    if known and pathlib.Path(known).exists():
        for line in open(known):
            answer = json.loads(line)
            found[answer["path"]] = [tuple(finding) for finding in answer["findings"]]
    missing = [path for path in paths if path not in found]
    out = open(known, "a") if known else None
    for begin in range(0, len(missing), BATCH):
        for path, findings in run_hadolint(missing[begin : begin + BATCH]).items():
            found[path] = findings
            if out:
                out.write(json.dumps({"path": path, "findings": findings}) + "\n")
                out.flush()
    return found


def our_findings(program, paths):
    """{path: [(code, line, rule, message)]} for every id of hadolint that a finding has."""
    listing = subprocess.run([program, "rules", "-f", "json"], stdout=subprocess.PIPE, check=True)
    named = [rule for rule in json.loads(listing.stdout) if any(a.startswith("hadolint:") for a in rule["aliases"])]
    # That one starts the program which hadolint has built in.
    rules = [rule["name"] for rule in named if rule["name"] != "external-shellcheck"]
    command = [program, "check", "--isolated", "--no-context", "--target", "all", "--exit-zero", "-f", "jsonl"]
    command += ["--select", ",".join(rules)]
    lines = []
    # By name: of a list only what is named like a Dockerfile is taken.
    for begin in range(0, len(paths), NAMES_AT_ONCE):
        done = subprocess.run([*command, *paths[begin : begin + NAMES_AT_ONCE]], stdout=subprocess.PIPE, check=False)
        lines += done.stdout.splitlines()
    found = collections.defaultdict(list)
    for line in lines:
        finding = json.loads(line)
        if finding["suppressed"]:
            continue
        for alias in finding["aliases"]:
            if alias.startswith("hadolint:"):
                found[finding["path"]].append((alias.partition(":")[2], finding["start"]["line"], finding["rule"], finding["message"]))
    return found


class Instructions:
    """The lines of the instructions of one file."""

    def __init__(self, answer, data):
        self.starts = [(node["start"], node["end"]) for node in answer.get("instructions", ())]
        self.lines = data.decode(errors="replace").split("\n")
        self.whole = "\n".join(self.lines)

    def start_of(self, line):
        for start, end in self.starts:
            if start <= line <= end:
                return start
        return line

    def text_at(self, line):
        for start, end in self.starts:
            if start == line:
                return "\n".join(self.lines[start - 1 : end])
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""


class Classes:
    """What is known about differences: rows of hadolint-classes.tsv."""

    def __init__(self):
        with open(HERE / "hadolint-classes.tsv", newline="") as table:
            self.rows = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
        self.counts = collections.Counter()
        for row in self.rows:
            of_file = row["pattern"].startswith("file:")
            row["whole"] = of_file
            row["compiled"] = re.compile(row["pattern"][5 * of_file :], re.S | re.M)

    def claim(self, code, side, file, line):
        """The first class that fits, or None."""
        for number, row in enumerate(self.rows):
            if row["side"] != side or not re.fullmatch(row["code"], code):
                continue
            if row["compiled"].search(file.whole if row["whole"] else file.text_at(line)):
                self.counts[number, code] += 1
                return row
        return None


def pair(ours, theirs):
    """Of one code in one file: (both, only we, only they) as lists of lines."""
    both = sorted(set(ours) & set(theirs))
    return both, sorted(set(ours) - set(both)), sorted(set(theirs) - set(both))


def matched_elsewhere(code, only_we, only_they):
    if code not in PLACED_ELSEWHERE:
        return 0
    count = min(len(only_we), len(only_they))
    del only_we[:count], only_they[:count]
    return count


def compare(options, paths):
    dump = Program(options.programs + "/parse_dump")
    theirs = hadolint_findings(paths, options.known)
    ours = our_findings(options.programs + "/dockcheck", paths)
    classes, table, unexplained = Classes(), collections.defaultdict(collections.Counter), []
    names, read = collections.defaultdict(set), 0
    for path in paths:
        if any(code in LEFT_OUT for code, _, _ in theirs[path]):
            continue
        data = pathlib.Path(path).read_bytes()
        (answer,) = dump.ask([{"text": text_json(data)}])
        if not answer.get("ok"):
            continue
        read += 1
        file = Instructions(answer, data)
        mine, other = collections.defaultdict(list), collections.defaultdict(list)
        for code, line, rule, _ in ours.get(path, ()):
            mine[code].append(file.start_of(line))
            names[code].add(rule)
        for code, line, _ in theirs[path]:
            other[code].append(file.start_of(line))
        for code in mine.keys() | other.keys():
            both, only_we, only_they = pair(mine[code], other[code])
            elsewhere = matched_elsewhere(code, only_we, only_they)
            table[code].update(both=len(both) + elsewhere, we=len(only_we), they=len(only_they))
            for side, lines in (("we", only_we), ("they", only_they)):
                for line in lines:
                    if not classes.claim(code, side, file, line):
                        unexplained.append((code, side, f"{path}:{line}", file.text_at(line)))
    return read, table, names, classes, unexplained


def write_table(table, names, classes, read):
    with open(HERE / "hadolint-agreement.tsv", "w") as out:
        out.write(f"# Made by hadolint_compare.py --write, over {read} Dockerfiles that hadolint and BuildKit read.\n")
        out.write("code\trule\tboth\tonly we\tonly hadolint\twhy\n")
        for code in sorted(table):
            counts = table[code]
            why = [
                f"{'we' if row['side'] == 'we' else 'hadolint'} {classes.counts[number, code]}: {row['reason']}"
                for number, row in enumerate(classes.rows)
                if classes.counts[number, code]
            ]
            rules = ", ".join(sorted(names[code])) or "-"
            out.write(f"{code}\t{rules}\t{counts['both']}\t{counts['we']}\t{counts['they']}\t{'; '.join(why)}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", metavar="PATH")
    parser.add_argument("--files-from", metavar="FILE", help="more paths, one a line")
    parser.add_argument("--programs", required=True, metavar="FOLDER")
    parser.add_argument("--known", metavar="FILE", help="hadolint's answers, kept from run to run")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--shown", type=int, default=3, help="differences that are printed of each code and side (default: 3)")
    parser.add_argument("--width", type=int, default=1500, help="characters of an instruction that are shown")
    parser.add_argument("--code", help="print differences of this code alone")
    options = parser.parse_args()
    paths = [str(path) for top in map(pathlib.Path, options.paths) for path in ([top] if top.is_file() else sorted(p for p in top.rglob("*") if p.is_file()))]
    if options.files_from:
        paths += pathlib.Path(options.files_from).read_text().splitlines()
    read, table, names, classes, unexplained = compare(options, list(dict.fromkeys(paths)))
    print(f"{len(paths)} files, {read} of them read by both")
    for code in sorted(table):
        counts = table[code]
        print(f"{code:8} both {counts['both']:6}  only we {counts['we']:6}  only they {counts['they']:6}  {', '.join(sorted(names[code]))}")
    left, shown = collections.Counter((code, side) for code, side, *_ in unexplained), collections.Counter()
    for (code, side), count in sorted(left.items()):
        print(f"NOT EXPLAINED {code} only {side}: {count}")
    for code, side, place, text in unexplained:
        shown[code, side] += 1
        if shown[code, side] <= options.shown and options.code in (None, code):
            print(f"--- {code} only {side} {place}\n{text[: options.width]}")
    if options.write:
        write_table(table, names, classes, read)
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
