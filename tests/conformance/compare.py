#!/usr/bin/env python3
"""Holds what dockcheck reads against what BuildKit reads, and prints the counts and the first differences.

Compared are the trees of Dockerfiles (those of the PATHs and generated ones) and the configurations of their images, then,
over their words and generated ones, variable expansion and image names, and .dockerignore matching. The exit status is 1 when anything differs.
"""

import argparse
import concurrent.futures
import itertools
import json
import os
import random
import sys
import time

import config_compare
import expand_compare
import generate
import ignore_compare
import inputs
import parse_compare
from programs import Program, bytes_of, text_json
from shrink import shrunk

KINDS = ("parse", "config", "expand", "image-ref", "ignore")
BATCH = 500


def batches(items):
    items = iter(items)
    while batch := list(itertools.islice(items, BATCH)):
        yield batch


class Pair:
    """Our program and the oracle, asked the same at the same time."""

    def __init__(self, ours, theirs):
        self.ours, self.theirs = Program(*ours), Program(*theirs)
        self.beside = concurrent.futures.ThreadPoolExecutor(1)

    def ask(self, questions):
        theirs = self.beside.submit(self.theirs.ask, questions)
        return zip(self.ours.ask(questions), theirs.result(), strict=True)


class Files:
    """The comparison of Dockerfiles."""

    def __init__(self, options):
        self.pair = Pair([options.programs + "/parse_dump"], [options.oracle, "parse", "-json"])
        self.shown = options.shown
        self.words = expand_compare.Words()
        self.ignore_files = []
        self.accepted = []

    def compare(self, what, files, keep_words=True, shrink=False):
        """Prints a line of counts; whether all agree."""
        count = accepted = differing = panics = 0
        begin = time.monotonic()
        for batch in batches(self.dockerfiles(files)):
            for (name, data), (ours, theirs) in zip(batch, self.ask([data for _, data in batch])):
                count += 1
                accepted += theirs.get("ok", False)
                if theirs.get("ok", False) and keep_words:
                    self.accepted.append(data)
                panics += "panic" in theirs
                found = parse_compare.difference(ours, theirs)
                if found:
                    differing += 1
                    if differing <= self.shown:
                        self.show(name, data, found, theirs, shrink)
                elif keep_words:
                    self.words.collect(theirs)
        seconds = time.monotonic() - begin
        more = f", {panics} on which BuildKit panics" if panics else ""
        print(f"{what}: {count} files, {accepted} accepted by BuildKit, {differing} differ{more} ({seconds:.0f} s)", flush=True)
        return differing == 0

    def dockerfiles(self, files):
        for name, data in files:
            if inputs.is_ignore_file(name):
                self.ignore_files.append(data)
            else:
                yield name, data

    def ask(self, texts):
        return self.pair.ask([{"text": text_json(text)} for text in texts])

    def show(self, name, data, found, theirs, shrink):
        print(f"{name}: {found}\n    BuildKit: {theirs.get('error', 'accepted')}")
        if not shrink:
            return
        small = shrunk(data, lambda texts: [parse_compare.difference(*answers) for answers in self.ask(texts)])
        (answers,) = self.ask([small])
        print(f"    smallest: {small[:1000]!r}\n    {parse_compare.difference(*answers)}")


def compare_answers(what, pair, questions, differs, shown):
    """The comparison of short questions."""
    count = differing = 0
    for batch in batches(questions):
        for question, (ours, theirs) in zip(batch, pair.ask(batch)):
            count += 1
            if "panic" in theirs or ("died" not in ours and not differs(question, ours, theirs)):
                continue
            differing += 1
            if differing <= shown:
                print("question", json.dumps(question, ensure_ascii=False))
                print("    BuildKit ", json.dumps(theirs, ensure_ascii=False))
                print("    dockcheck", json.dumps(ours, ensure_ascii=False))
    print(f"{what}: {count} questions, {differing} differ", flush=True)
    return differing == 0


def compare_configurations(options, files):
    """The image of each accepted file, built in several ways."""
    if "config" not in options.only:
        return True
    rng = random.Random(options.seed)
    pair = Pair([options.programs + "/config_dump"], [options.oracle, "config", "-json"])
    questions = config_compare.questions(rng, files.accepted, options.builds)
    return compare_answers("config", pair, questions, config_compare.differs, options.shown)


def generated(count, seed):
    for number in range(count):
        yield f"generated {seed}:{number}", generate.dockerfile(f"{seed}:{number}")


def compare_words(options, files):
    """Expansion, image names and ignore files."""
    rng = random.Random(options.seed)
    dump, oracle = options.programs + "/expand_dump", options.oracle
    lists = {
        "expand": (expand_compare.expansions(rng, options.words, files.words), expand_compare.expansion_differs, dump),
        "image-ref": (expand_compare.image_names(rng, options.words, files.words), expand_compare.reference_differs, dump),
        "ignore": (ignore_compare.questions(rng, options.words, files.ignore_files), ignore_compare.differs, options.programs + "/ignore_dump"),
    }
    good = True
    for kind, (questions, differs, program) in lists.items():
        if kind in options.only:
            good &= compare_answers(kind, Pair([program, kind], [oracle, kind]), questions, differs, options.shown)
    return good


def parsed_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, prog="scripts/conformance")
    parser.add_argument("paths", nargs="*", metavar="PATH", help="folders, Dockerfiles and tar archives; none: the samples, the rules' examples")
    parser.add_argument("--generate", type=int, metavar="N", help="Dockerfiles to generate (default: 20000 without PATH, else 0)")
    parser.add_argument("--words", type=int, metavar="N", help="words, image names and ignore files to generate (default: as --generate)")
    parser.add_argument("--builds", type=int, default=3, metavar="N", help="random builds of each Dockerfile (default: 3)")
    parser.add_argument("--seed", type=int, default=1, help="of what is generated (default: 1)")
    parser.add_argument("--only", action="append", choices=KINDS, help="compare this alone; repeatable")
    parser.add_argument("--shown", type=int, default=10, metavar="N", help="differences that are printed of each kind (default: 10)")
    parser.add_argument("--programs", required=True, help=argparse.SUPPRESS)  # the folder of the dump programs
    parser.add_argument("--oracle", required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.generate is None:
        options.generate = 0 if options.paths else 20000
    if options.words is None:
        options.words = options.generate
    options.only = options.only or list(KINDS)
    return options


def main():
    options = parsed_arguments()
    files = Files(options)
    found = inputs.files_of(options.paths) if options.paths else inputs.files_of_the_repository()
    # The words of the files are wanted even where their trees are not compared.
    good = files.compare("parse", found)
    if options.generate and "parse" in options.only:
        what = f"parse, generated with seed {options.seed}"
        good &= files.compare(what, generated(options.generate, options.seed), keep_words=False, shrink=True)
    good &= compare_configurations(options, files)
    return 0 if compare_words(options, files) and good else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except inputs.Unusable as problem:
        print(problem, file=sys.stderr)
        sys.exit(2)
