"""Holds .dockerignore matching against BuildKit's, over generated patterns and the ignore files that were found."""

import posixpath

from programs import text_json

MILD = ["a", "b", "c", "foo", "src", "*", "?", "**", "*.py", "a*", "*b", "[a-c]", "[^a]", "x.py", ".git"]
PIECES = MILD + [
    "README.md", "**/*.pyc", "[!a]", "\\a", "\\*", "\\d", "\\w", "{a,b}", "a{2}", "a|b", "^a", "a.b", "a+b", "(x)", "$", "é", "世", "..", ".", "",
    "node_modules", "***", "**foo", "foo**", "a**b", "[]a]", "[a-]", "[a", "a[", "\\", "!", "#", "\ufeff", "[[:alpha:]]", "[z-a]", "x\\.y", "\\Q",
    "\\E", "\\pL", "\\b", "\\x41", "{", "}", "{2}", "{1,3}", "a{,2}", "\\C", "\\_", "\\z", "\\1", "]", "-", "--", "[--a]", "\\[", "[\\]]", "a b", " a",
    "[*]", "[?]", "[.]", "[a/b]", "\\é", "\\/", "[/]", "~", "%", "*{2}", "?{3}", "(.*)", ".*", "a\x00b", "\x01", "[^/]", "[:", "[:a:]", "\\Z", "\\A",
    "\\B", "\\s", "\\S", "[\\d]", "[\\Q]", "[^]a]", "\\07", "\\12", "\\x{41}", "\\pN", "\\p{Greek}", "\\P{Lu}", "{1001}", "{1000}", "{0}", "{2,1}",
    b"\xff", b"a\xff", b"\xc3", b"*\xff", "\u2028", "\u00a0",
]
PATH_PIECES = [
    "a", "b", "c", "aa", "ab", "foo", "src", ".git", "x.py", "y.pyc", "README.md", "bar", "foobar", "é", "世", "a.b", "a+b", "(x)", "$", "{a,b}", "a{2}",
    "a|b", "^a", "*", "?", "[a]", "!", "node_modules", "x", "a b", "-", "]", "#", "1", "A", "z", "\\", "a\nb", "~", "q.*", "*.py", "**", "..a", "_", "E",
    b"\xff", b"a\xff", b"\xc3\xa9x", "\U0001f600", "\ufffd",
]
BEFORE = ["!", "! ", "/", "./", " ", "!/", "/ ", "#"]
BEHIND = ["/", " ", "\t", "\r", "/.", "/..", "//"]
MOST_PATHS = 3000


def raw(text):
    return text if isinstance(text, bytes) else text.encode()


def make_pattern(rng, pieces):
    def part():
        return b"".join(raw(rng.choice(pieces)) for _ in range(rng.choice([1, 1, 1, 2, 3])))

    pattern = b"/".join(part() for _ in range(rng.choice([1, 1, 1, 2, 2, 3, 4])))
    if rng.random() < 0.4:
        pattern = raw(rng.choice(BEFORE if rng.random() < 0.3 else BEFORE[:1])) + pattern
    return pattern + (raw(rng.choice(BEHIND)) if rng.random() < 0.1 else b"")


def make_path(rng):
    parts = [raw(rng.choice(PATH_PIECES)) + (raw(rng.choice(PATH_PIECES)) if rng.random() < 0.2 else b"") for _ in range(rng.choice([1, 1, 2, 2, 3, 4]))]
    path = b"/".join(part.strip(b"/") for part in parts)
    return path + (b"/" if rng.random() < 0.1 else b"")


def paths_for(text):
    """Paths that the patterns of a file may mean, and some below and beside them."""
    paths = set()
    for line in text.split(b"\n"):
        line = line.strip().lstrip(b"!").strip(b"/")
        if not line or b"\0" in line:
            continue
        for each in (line, line.replace(b"**/", b"q/r/").replace(b"*", b"zz"), line.replace(b"*", b"")):
            paths.update([each, each + b"/x", b"sub/" + each, posixpath.dirname(each)])
    paths = {posixpath.normpath(path).lstrip(b"/") for path in paths}
    return sorted(path for path in paths if path not in (b"", b".") and not path.startswith(b".."))[:MOST_PATHS]


def questions(rng, count, found):
    """Questions for `ignore`: generated ones, and the ignore files that were found."""
    cases = []
    for _ in range(count):
        pieces = PIECES if rng.random() < 0.6 else MILD
        text = b"\n".join(make_pattern(rng, pieces) for _ in range(rng.choice([1, 1, 2, 3, 4, 6])))
        if rng.random() < 0.03:
            text = b"\xef\xbb\xbf" + text
        cases.append((text, sorted({make_path(rng) for _ in range(rng.choice([3, 6, 12]))})))
    cases += [(text, paths_for(text)) for text in found]
    return [{"text": text_json(text), "paths": [text_json(path) for path in paths]} for text, paths in cases]


def differs(_, ours, theirs):
    if ours["failed"] or theirs.get("error"):
        return ours["failed"] != bool(theirs.get("error"))
    return [ours["excluded"], ours["matched"]] != [theirs["excluded"], theirs["matched"]]
