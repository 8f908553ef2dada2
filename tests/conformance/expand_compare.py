#!/usr/bin/env python3
"""Compares expand_dump with the oracle (BuildKit itself) over generated words and those of real files.

    expand_compare.py ORACLE DUMP [--count N] [--seed S] [FOLDER...]

Prints every difference, and the number of questions asked; the exit status is 1 when any differ."""

import argparse
import base64
import json
import os
import random
import subprocess
import sys

NAMES = ["x", "y", "A", "B_1", "PATH", "é", "1", "12", "@", "$", "-", "#", "u", "EMPTY", ""]
ATOMS = [
    "a", "b", "0", "80", "/", ":", ".", "-", "=", "*", "?", "#", "%", "^", "+", " ", "  ", "\t", "\n", "<", "<<", "<< ",
    "<<-", "EOF", "'", '"', "\\", "\\\\", "`", "``", "$", "$$", "{", "}", "}}", "[", "]", "(", ")", "|", "é", "\u00a0",
    "\ufeff", "\u2003", "\ufffd", b"\xff", b"\xc3", b"\x00", "\\}", "\\/", "\\*", "\\?", '\\"', "\\'", "\\$", "`}", "`$",
]
VALUES = ["", "a", "b", "ab", "aab", "abab/a.b", "1 2", " x ", "/usr/bin:/bin", "a*b?c", "foo.tar.gz", "a\nb\nab", "$0", "$y",
          "${0}$$", "\\", "a\\", "'", '"', "*", "?", "#a", "%b", "é ü", "a\u00a0b", b"a\xffb \xfe", "x/y/z", "}"]
OPERATORS = [":-", "-", ":+", "+", ":?", "?", "#", "##", "%", "%%", "/", "//", ":", "=", ":=", "^", ":#", "::", ":0:2", "@", "", ":é", b"\xff"]


def raw(text):
    return text if isinstance(text, bytes) else text.encode()


def as_json(data):
    try:
        return data.decode()
    except UnicodeDecodeError:
        return {"b64": base64.b64encode(data).decode()}


def as_bytes(value):
    return base64.b64decode(value["b64"]) if isinstance(value, dict) else value.encode()


def make_word(rng, depth=0):
    parts = []
    for _ in range(rng.choice([1, 1, 2, 3, 4, 6])):
        kind = rng.random()
        if kind < 0.45 or depth > 3:
            parts.append(raw(rng.choice(ATOMS)))
        elif kind < 0.6:
            parts.append(raw("$" + rng.choice(NAMES)))
        elif kind < 0.65:
            parts.append(raw("${" + rng.choice(NAMES) + "}"))
        elif kind < 0.7:
            quote = rng.choice(["'", '"']).encode()
            parts.append(quote + make_word(rng, depth + 1) + quote)
        else:
            operator = raw(rng.choice(OPERATORS if rng.random() < 0.25 else OPERATORS[:12]))
            word = make_word(rng, depth + 1)
            if operator in (b"/", b"//"):
                word += b"/" + (make_word(rng, depth + 1) if rng.random() < 0.8 else b"")
            end = b"}" if rng.random() < 0.97 else b""
            parts.append(b"${" + raw(rng.choice(NAMES)) + operator + word + end)
    return b"".join(parts)


def make_pattern_word(rng):
    pattern = "".join(rng.choice(["a", "b", "*", "*", "?", "\n", "/", ".", "\\*", "\\?", "ab"]) for _ in range(rng.randint(0, 5)))
    operator = rng.choice(["#", "##", "%", "%%", "/", "//"])
    if operator[0] == "/":
        pattern = pattern.replace("/", "\\/") + "/" + rng.choice(["", "-", "x", "\\}", "'$0'", "'${0}'", "'$1'", "$R"])
    return ("${v" + operator + pattern + "}").encode()


def make_env(rng, word):
    env = {}
    for name in NAMES[:-1]:
        if rng.random() < 0.5:
            env[name] = as_json(raw(rng.choice(VALUES)))
    if word.startswith(b"${v"):
        env["v"] = "".join(rng.choice("aab.\n/") for _ in range(rng.randint(0, 12)))
    return env


def generated_queries(rng, count):
    for _ in range(count):
        word = make_word(rng) if rng.random() < 0.8 else make_pattern_word(rng)
        query = {"word": as_json(word), "escape": rng.choice(["\\", "\\", "`"]), "env": make_env(rng, word)}
        kind = rng.random()
        if kind < 0.1:
            query["skip_quotes"] = True
        elif kind < 0.35:
            query = {"word": query["word"], "skip_unset": True, "raw_quotes": True, "raw_escapes": True}
        elif kind < 0.45:
            query = {"word": query["word"], "skip_unset": True, "raw_quotes": rng.random() < 0.5}
        yield query


def corpus_words(oracle, folders):
    files = [os.path.join(at, name) for folder in folders for at, _, names in os.walk(folder) for name in names]
    answers = subprocess.run([oracle, "parse", "-j", "2"], input="\n".join(files).encode(), stdout=subprocess.PIPE, check=True).stdout
    expanded = {"ENV", "ARG", "LABEL", "COPY", "ADD", "EXPOSE", "FROM", "USER", "WORKDIR", "VOLUME", "STOPSIGNAL"}
    words, lines, images = set(), set(), set()
    for answer in answers.split(b"\n"):
        if not answer:
            continue
        for instruction in json.loads(answer).get("instructions") or []:
            name = instruction["name"].upper() if isinstance(instruction["name"], str) else ""
            texts = [as_bytes(each) for each in (instruction.get("args") or [])]
            if name in expanded:
                words.update(texts)
            if name == "FROM" and texts:
                images.add(texts[0])
            line = instruction.get("original")
            if line is not None:
                lines.add(as_bytes(line))
    return sorted(words), sorted(lines), sorted(images)


def run(program, command, queries):
    text = "".join(json.dumps(each) + "\n" for each in queries).encode()
    out = subprocess.run([program, command], input=text, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
    return [json.loads(line) for line in out.split(b"\n") if line]


def same_error(theirs, ours):
    if not theirs or not ours:
        return bool(theirs) == bool(ours)
    theirs, ours = as_bytes(theirs).decode(errors="replace"), as_bytes(ours).decode(errors="replace")
    if ours == "invalid pattern":
        return "invalid pattern (" in theirs
    return theirs.startswith("failed to process") and theirs.endswith(ours)


def expansion_differs(query, theirs, ours):
    if query.get("skip_unset"):
        failed = bool(theirs.get("words_error"))
        return failed != ours["failed"] or (theirs["words"] or []) != ours["words"]
    if theirs["word"] != ours["word"] or not same_error(theirs.get("error"), ours.get("error")):
        return True
    if theirs["matched"] != ours["matched"] or theirs["unmatched"] != ours["unmatched"]:
        return True
    if query.get("skip_quotes"):
        return False
    return (theirs["words"] or []) != ours["words"] or not same_error(theirs.get("words_error"), ours.get("words_error"))


def make_reference(rng, images):
    atoms = ["a", "python", "library", "docker.io", "index.docker.io", "localhost", "ghcr.io", "a_b.c", "Foo", "x__y", "x--y", "x_-y", "[::1]",
             "[::1", "5000", "latest", "3.12-slim", "sha256", "f" * 64, "0" * 63, "a" * 128, "t" * 129, "b" * 250, "sha512", "e" * 128, "é", "",
             "[a:b]", "-a", "a-", ".", "..", "_", "X1", "1"]
    if images and rng.random() < 0.3:
        text = rng.choice(images)
        at = rng.randrange(len(text) + 1)
        return text[:at] + raw(rng.choice(["", "/", ":", "@", ".", "_", "-", "A", "é", " "])) + text[at + rng.randint(0, 1):]
    text = rng.choice(atoms)
    for _ in range(rng.randint(0, 4)):
        text += rng.choice(["/", "/", ":", ":", "@", ".", "_", "-", "@sha256:"]) + rng.choice(atoms)
    return text.encode()


def reference_differs(theirs, ours):
    if bool(theirs.get("error")) != bool(ours.get("error")):
        return True
    if theirs.get("error"):
        return False
    domain, path = ours["domain"], ours["path"]
    if domain in ("", "docker.io", "index.docker.io") and (domain or "." not in path.split("/")[0] or "/" not in path):
        domain = "docker.io"
        hub = ours["hub_name"]
        if hub != theirs["familiar"].split("@")[0].split(":")[0]:
            return True
        path = path if "/" in path else "library/" + path
    elif ours["hub_name"]:
        return True
    return [domain, path, ours["tag"], ours["digest"]] != [theirs[key] for key in ("domain", "path", "tag", "digest")]


def report(query, theirs, ours):
    print("query ", json.dumps(query, ensure_ascii=False))
    print("oracle", json.dumps(theirs, ensure_ascii=False))
    print("ours  ", json.dumps(ours, ensure_ascii=False))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("oracle")
    parser.add_argument("dump")
    parser.add_argument("folders", nargs="*")
    parser.add_argument("--count", type=int, default=50000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=10)
    options = parser.parse_args()
    rng = random.Random(options.seed)

    words, lines, images = corpus_words(options.oracle, options.folders) if options.folders else ([], [], [])
    queries = list(generated_queries(rng, options.count))
    for word in words:
        queries.append({"word": as_json(word), "escape": rng.choice(["\\", "`"]), "env": make_env(rng, word)})
    for line in lines:
        queries.append({"word": as_json(line), "skip_unset": True, "raw_quotes": True, "raw_escapes": True})
    references = [{"ref": as_json(make_reference(rng, images))} for _ in range(options.count)]
    references += [{"ref": as_json(image)} for image in images]

    different = 0
    for query, theirs, ours in zip(queries, run(options.oracle, "expand", queries), run(options.dump, "expand", queries), strict=True):
        if expansion_differs(query, theirs, ours):
            different += 1
            if different <= options.show:
                report(query, theirs, ours)
    for query, theirs, ours in zip(references, run(options.oracle, "image-ref", references), run(options.dump, "image-ref", references), strict=True):
        if reference_differs(theirs, ours):
            different += 1
            if different <= options.show:
                report(query, theirs, ours)
    print(f"{len(queries)} words and lines ({len(words)} and {len(lines)} from files), {len(references)} image names "
          f"({len(images)} from files): {different} differences")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
