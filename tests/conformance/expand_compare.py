"""Holds variable expansion and image names against BuildKit's, over words of real files and generated ones."""

from programs import bytes_of, text_json

EXPANDED = {b"ENV", b"ARG", b"LABEL", b"COPY", b"ADD", b"EXPOSE", b"FROM", b"USER", b"WORKDIR", b"VOLUME", b"STOPSIGNAL"}
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


class Words:
    """What is expanded in the files that were read, each once."""

    def __init__(self):
        self.words, self.lines, self.images = set(), set(), set()

    def collect(self, answer):
        for node in answer.get("instructions") or []:
            name = bytes_of(node["name"]).upper()
            if name in EXPANDED:
                texts = [bytes_of(each) for each in node["args"]]
                self.words.update(texts)
                if name == b"FROM" and texts:
                    self.images.add(texts[0])
            if "original" in node:
                self.lines.add(bytes_of(node["original"]))


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
            env[name] = text_json(raw(rng.choice(VALUES)))
    if word.startswith(b"${v"):
        env["v"] = "".join(rng.choice("aab.\n/") for _ in range(rng.randint(0, 12)))
    return env


def generated_queries(rng, count):
    for _ in range(count):
        word = make_word(rng) if rng.random() < 0.8 else make_pattern_word(rng)
        query = {"word": text_json(word), "escape": rng.choice(["\\", "\\", "`"]), "env": make_env(rng, word)}
        kind = rng.random()
        if kind < 0.1:
            query["skip_quotes"] = True
        elif kind < 0.35:
            query = {"word": query["word"], "skip_unset": True, "raw_quotes": True, "raw_escapes": True}
        elif kind < 0.45:
            query = {"word": query["word"], "skip_unset": True, "raw_quotes": rng.random() < 0.5}
        yield query


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


def expansions(rng, count, found):
    """Questions for `expand`: generated ones, and the words and lines of files."""
    queries = list(generated_queries(rng, count))
    for word in sorted(found.words):
        queries.append({"word": text_json(word), "escape": rng.choice(["\\", "`"]), "env": make_env(rng, word)})
    for line in sorted(found.lines):
        queries.append({"word": text_json(line), "skip_unset": True, "raw_quotes": True, "raw_escapes": True})
    return queries


def image_names(rng, count, found):
    """Questions for `image-ref`."""
    images = sorted(found.images)
    return [{"ref": text_json(each)} for each in [make_reference(rng, images) for _ in range(count)] + images]


def same_error(theirs, ours):
    if not theirs or not ours:
        return bool(theirs) == bool(ours)
    theirs, ours = bytes_of(theirs).decode(errors="replace"), bytes_of(ours).decode(errors="replace")
    if ours == "invalid pattern":
        return "invalid pattern (" in theirs
    return theirs.startswith("failed to process") and theirs.endswith(ours)


def expansion_differs(query, ours, theirs):
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


def reference_differs(_, ours, theirs):
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
