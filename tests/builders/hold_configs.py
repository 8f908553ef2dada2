#!/usr/bin/env python3
"""Holds the predicted configuration of images against those that real builders make: hold_configs.py PROGRAMS BUILDER...

Built is every file of tests/builders/accepted, with the options that its line `# build: OPTION...` has; one with a line
`# not for BUILDER: WHY` is left out where that builder does otherwise than BuildKit. PROGRAMS is the folder of the
conformance programs, of which config_dump predicts. Prints the differences; the exit status is 1 when there are any.
"""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import builders

FILES = Path(__file__).resolve().parent / "accepted"


def options_of(text):
    found = re.search(r"(?m)^# build: (.*)$", text)
    return shlex.split(found.group(1)) if found else []


def question(text, options):
    asked = {"text": text, "args": {}}
    for option, value in zip(options[::2], options[1::2], strict=True):
        if option == "--target":
            asked["target"] = value
        else:
            name, _, given = value.partition("=")
            asked["args"][name] = given
    return asked


def predicted(programs, questions):
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    done = subprocess.run([f"{programs}/config_dump"], input=lines, capture_output=True, text=True, check=True)
    answers = [json.loads(line)["config"] for line in done.stdout.splitlines()]
    return [answer["config"] | {"Author": answer.get("author")} for answer in answers]


def comparable(value):
    """Nothing is told in several ways; where no folder is set, / is meant."""
    if isinstance(value, dict):
        kept = {key: comparable(inner) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if inner or key not in ("Interval", "Timeout", "StartPeriod", "StartInterval", "Retries")} or None
    return value or None


def differences(builder, name, built, prediction):
    for field in builder.fields:
        theirs, ours = comparable(built.get(field)), comparable(prediction.get(field))
        if field == "WorkingDir":
            theirs, ours = theirs or "/", ours or "/"
        if theirs != ours:
            yield f"{name}, {field}: {builder.name} makes {json.dumps(theirs)}, predicted is {json.dumps(ours)}"


def main():
    programs, names = sys.argv[1], sys.argv[2:]
    files = sorted(FILES.glob("*.Dockerfile"))
    texts = [file.read_text() for file in files]
    predictions = predicted(programs, [question(text, options_of(text)) for text in texts])
    count = wrong = 0
    for builder in builders.of_names(names):
        for file, text, prediction in zip(files, texts, predictions, strict=True):
            if f"# not for {builder.name}: " in text:
                continue
            try:
                found = list(differences(builder, file.stem, builder.config(str(file), str(FILES), options_of(text)), prediction))
            except builders.BuildFailed as failure:
                found = [f"{file.stem}: {failure}"]
            count += 1
            wrong += bool(found)
            for line in found:
                print(line)
    print(f"{count} images of {' and '.join(names)} against the prediction, {wrong} differ")
    return 1 if wrong or not count else 0


sys.exit(main())
