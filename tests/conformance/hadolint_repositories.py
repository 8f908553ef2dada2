#!/usr/bin/env python3
"""Holds our findings against hadolint's own, each under its configuration, in public repositories that use hadolint.

    tests/conformance/hadolint_repositories.py --programs FOLDER --hadolint PROGRAM --work FOLDER [--show CODE]

Of each row of hadolint-repositories.tsv the Dockerfiles and the configuration are fetched into --work and stay there.
hadolint checks them with the repository's configuration, dockcheck with what `dockcheck migrate hadolint` makes of it;
where that configuration lies at the root, dockcheck finds the same by obeying it as it is, but for the rules that are off
here and on there, which only `migrate` switches on. What one side alone has belongs to a class of hadolint-classes.tsv. Every difference has been looked at once: hadolint-repositories-agreement.tsv has the
number of each repository, code, side and class, and another number is a difference that nobody has looked at; --write
renews it.
A level that the configuration gives (`override`) is the level of our finding, and nothing that it ignores is told.

HADOLINT_REPOSITORIES is where repositories are fetched from, with {owner} and {name} in it.
Exit status: 0 all is explained, 1 not, 77 SKIPPED (fewer than ten of the repositories can be fetched)."""

import argparse
import collections
import csv
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from hadolint_compare import BATCH, HERE, LEFT_OUT, Classes, Instructions, matched_elsewhere, pair, run_hadolint
from programs import Program, text_json

SOURCE = os.environ.get("HADOLINT_REPOSITORIES", "https://github.com/{owner}/{name}")
AGREEMENT = HERE / "hadolint-repositories-agreement.tsv"
DOCKERFILE = re.compile(r"(?i)(?:dockerfile|containerfile)(?:[.-][^/]*)?|[^/]*\.(?:dockerfile|containerfile)")
NO_DOCKERFILE = re.compile(r"(?i).*\.(?:j2|jinja|md|dockerignore|tmpl|tpl|template|in|erb|sh|py|ya?ml)")
SKIPPED, ENOUGH = 77, 10
KEYS = ("repository", "code", "side", "class")


def git(folder, *words):
    done = subprocess.run(["git", "-C", str(folder), *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, env={**os.environ, "GIT_TERMINAL_PROMPT": "0"})
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace").strip().split("\n")[-1])
    return done.stdout.decode(errors="surrogateescape")


def fetched(work, row):
    """The folder with this commit's Dockerfiles and configuration, and nothing else."""
    owner, _, name = row["repository"].partition("/")
    folder = work / f"{owner}+{name}"
    done = folder / ".git" / "fetched"
    if done.exists() and done.read_text() == row["commit"]:
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q")
    git(folder, "config", "core.sparseCheckout", "true")
    git(folder, "config", "core.sparseCheckoutCone", "false")
    git(folder, "config", "remote.origin.url", SOURCE.format(owner=owner, name=name))
    git(folder, "config", "remote.origin.promisor", "true")
    git(folder, "config", "remote.origin.partialclonefilter", "blob:none")
    patterns = ["*[dD]ockerfile*", "*[cC]ontainerfile*", "/" + row["configuration"]]
    (folder / ".git" / "info").mkdir(exist_ok=True)
    (folder / ".git" / "info" / "sparse-checkout").write_text("".join(p + "\n" for p in patterns))
    git(folder, "fetch", "-q", "--depth", "1", "origin", row["commit"])
    git(folder, "checkout", "-q", "--force", row["commit"])
    done.write_text(row["commit"])
    return folder


def dockerfiles(folder):
    for path in git(folder, "ls-files", "-z").split("\0"):
        file = folder / path
        if DOCKERFILE.fullmatch(file.name) and not NO_DOCKERFILE.fullmatch(file.name) and file.is_file() and not file.is_symlink():
            yield path


def hadolint_findings(program, folder, configuration, paths):
    """{path: [(code, line, message)]}; a file that ends the program has a DL1000."""
    found = {}
    for begin in range(0, len(paths), BATCH):
        found |= run_hadolint(paths[begin : begin + BATCH], [program, "-c", configuration], folder)
    return found


def our_findings(program, folder, paths, *configured):
    """{path: [finding]}, without those that a comment silences."""
    command = [program, "check", *configured, "--no-context", "--exit-zero", "-f", "jsonl", *paths]
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode:
        raise RuntimeError(f"dockcheck in {folder}: {done.stderr.decode(errors='replace')[:500]}")
    found = collections.defaultdict(list)
    for line in done.stdout.splitlines():
        finding = json.loads(line)
        if not finding["suppressed"]:
            found[finding["path"]].append(finding)
    return found


def codes_of(finding):
    return [alias.partition(":")[2] for alias in finding["aliases"] if alias.startswith("hadolint:")]


def plain(found):
    """{(path, rule, line, column, severity, message)}"""
    return {(path, f["rule"], f["start"]["line"], f["start"]["column"], f["severity"], f["message"]) for path, findings in found.items() for f in findings}


class Comparison:
    def __init__(self, options):
        self.options = options
        self.dump = Program(options.programs + "/parse_dump")
        self.program = str(pathlib.Path(options.programs, "dockcheck").resolve())
        self.classes = Classes()
        self.table = collections.defaultdict(collections.Counter)
        self.classed = collections.Counter()
        self.faults = []
        listing = subprocess.run([self.program, "rules", "-f", "json"], stdout=subprocess.PIPE, check=True)
        rules = json.loads(listing.stdout)
        self.mapped = {code for rule in rules for code in codes_of(rule)} - {"Shellcheck"}
        self.off = {rule["name"] for rule in rules if rule["default"] == "off"}
        self.files = 0

    def repository(self, row, folder):
        paths = list(dockerfiles(folder))
        configuration = row["configuration"]
        theirs = hadolint_findings(self.options.hadolint, folder, configuration, paths)
        migrated = subprocess.run([self.program, "migrate", "hadolint", configuration], cwd=folder, stdout=subprocess.PIPE, check=True)
        with tempfile.NamedTemporaryFile(suffix=".toml") as toml:
            toml.write(migrated.stdout)
            toml.flush()
            ours = our_findings(self.program, folder, paths, "--config", toml.name)
        if "/" not in configuration:
            obeyed, taken = plain(our_findings(self.program, folder, paths)), plain(ours)
            if obeyed - taken or any(rule not in self.off for _, rule, *_ in taken - obeyed):
                self.faults.append(f"{row['repository']}: {configuration} obeyed and {configuration} migrated find different things")
        self.levels(row, folder, ours)
        for path in paths:
            self.file(row["repository"], path, (folder / path).read_bytes(), theirs[path], ours.get(path, ()))

    def levels(self, row, folder, ours):
        """What the configuration ignores is not told, and what it gives another level has that one."""
        text = (folder / row["configuration"]).read_text()
        ignored, given = read_configuration(text)
        for path, findings in ours.items():
            for finding in findings:
                codes = codes_of(finding)
                if codes and all(code in ignored for code in codes):
                    self.faults.append(f"{row['repository']}/{path}: {finding['rule']} is told, which the configuration ignores")
                wanted = {given[code] for code in codes if code in given}
                if wanted and finding["severity"] not in wanted:
                    self.faults.append(f"{row['repository']}/{path}: {finding['rule']} is {finding['severity']}, the configuration says {wanted}")

    def file(self, repository, path, data, theirs, ours):
        if any(code in LEFT_OUT for code, *_ in theirs):
            return
        (answer,) = self.dump.ask([{"text": text_json(data)}])
        if not answer.get("ok"):
            return
        self.files += 1
        file = Instructions(answer, data)
        mine, other = collections.defaultdict(list), collections.defaultdict(list)
        for finding in ours:
            for code in codes_of(finding):
                mine[code].append(file.start_of(finding["start"]["line"]))
        for code, line, _ in theirs:
            other[code].append(file.start_of(line))
        for code in mine.keys() | other.keys():
            both, only_we, only_they = pair(mine[code], other[code])
            elsewhere = matched_elsewhere(code, only_we, only_they)
            self.table[code].update(both=len(both) + elsewhere, we=len(only_we), they=len(only_they))
            for side, lines in (("we", only_we), ("they", only_they)):
                for line in lines:
                    self.difference(repository, path, (code, side), file, line)

    def difference(self, repository, path, what, file, line):
        (code, side), place = what, f"{repository}/{path}:{line}"
        found = self.classes.claim(code, side, file, line)
        name = found["class"] if found else "-"
        self.classed[repository, code, side, name] += 1
        if not found:
            self.faults.append(f"{place}: {code} only {side}, of no class")
        if self.options.show in (code, "all"):
            print(f"--- {code} only {side} ({name}) {place}\n{file.text_at(line)[:1500]}")


def read_configuration(text):
    """(ignored codes, {code: level}) of a .hadolint.yaml, whose lists are of blocks or in brackets."""
    import yaml

    read = yaml.safe_load(text) or {}
    given = {code: level for level, codes in (read.get("override") or {}).items() for code in codes or ()}
    return set(read.get("ignored") or ()), given


def compared(comparison, repositories):
    """Whether the numbers are those that were looked at."""
    if comparison.options.write:
        with open(AGREEMENT, "w", newline="") as out:
            writer = csv.writer(out, delimiter="\t", lineterminator="\n")
            writer.writerow([*KEYS, "count"])
            writer.writerows([*key, count] for key, count in sorted(comparison.classed.items()))
        return
    with open(AGREEMENT, newline="") as table:
        known = {tuple(row[key] for key in KEYS): int(row["count"]) for row in csv.DictReader(table, delimiter="\t")}
    for key in sorted(known.keys() | comparison.classed.keys()):
        if key[0] in repositories and known.get(key, 0) != comparison.classed[key]:
            comparison.faults.append(f"{' '.join(key)}: {comparison.classed[key]} differences, {known.get(key, 0)} have been looked at")


def all_fetched(work, rows):
    """[(row, folder)] and what could not be fetched. Gives up where the first three cannot."""
    found, missing = [], []
    for row in rows:
        try:
            found.append((row, fetched(work, row)))
        except RuntimeError as why:
            missing.append(f"{row['repository']}: {why}")
            if not found and len(missing) == 3:
                break
    return found, missing


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", required=True, metavar="FOLDER")
    parser.add_argument("--hadolint", required=True, metavar="PROGRAM")
    parser.add_argument("--work", required=True, metavar="FOLDER", type=pathlib.Path)
    parser.add_argument("--show", metavar="CODE", help="print the differences of this code (all: of every code)")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    options.hadolint = str(pathlib.Path(options.hadolint).absolute())
    with open(HERE / "hadolint-repositories.tsv", newline="") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    found, missing = all_fetched(options.work, rows)
    if len(found) < ENOUGH:
        print(f"SKIPPED: hadolint's own configurations, the repositories cannot be fetched ({missing[0]})")
        sys.exit(SKIPPED)
    comparison = Comparison(options)
    for row, folder in found:
        comparison.repository(row, folder)
    compared(comparison, {row["repository"] for row, _ in found})
    for code in sorted(comparison.table):
        counts = comparison.table[code]
        note = "" if code in comparison.mapped else "  (no rule of ours)"
        print(f"{code:8} both {counts['both']:5}  only we {counts['we']:5}  only they {counts['they']:5}{note}")
    total = sum((counts for code, counts in comparison.table.items() if code in comparison.mapped), collections.Counter())
    print(
        f"{len(found)} of {len(rows)} repositories, {comparison.files} Dockerfiles that both read; findings of mapped rules: {total['both']} agree, "
        f"{total['we']} only ours and {total['they']} only hadolint's, each of a class; {len(comparison.faults)} unexplained"
    )
    for why in missing:
        print("not fetched:", why)
    for fault in comparison.faults:
        print("NOT EXPLAINED", fault)
    sys.exit(1 if comparison.faults else 0)


if __name__ == "__main__":
    main()
