"""Writes Dockerfiles from the grammar, with hostile choices: odd blanks, bytes that are no text, open quotes, all heredocs."""

import random

W5 = [b"\t", b"\v", b"\f", b"\r", b"  ", b" \t "]
UNICODE_BLANKS = [
    each.encode() for each in "\u0085\u00a0\u1680\u2000\u2003\u200a\u2028\u2029\u202f\u205f\u3000\u200b\ufeff"
]
NOT_TEXT = [b"\x85", b"\xa0", b"\xff", b"\xc3", b"\xe2\x80", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\x00", b"\x01", b"\x7f"]
LETTERS = ["é", "ſ", "\u212a", "İ", "ı", "世", "\U0001f600", "\ufffd", "e\u0301"]
KEYWORDS = (
    "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR"
).split()
STRANGE_KEYWORDS = ["FOO", "RUNS", "FORM", "COPPY", "#", "RUN:", "[", "<<E", "--x", "AS", "ENV=", "\ufeffRUN", "R\u212aN", "WOR\u212aDIR",
                    "wor\u212adir", "WORKD\u0130R", "U\u017fER", "CM\u00d0", "D"]
FLAGS = {
    "ADD": ["keep-git-dir", "chown", "chmod", "link", "checksum", "exclude", "unpack"],
    "COPY": ["from", "chown", "chmod", "link", "parents", "exclude"],
    "FROM": ["platform"],
    "HEALTHCHECK": ["interval", "timeout", "start-period", "start-interval", "retries"],
    "RUN": ["mount", "network", "security", "device"],
}
FLAG_VALUES = ["", "true", "false", "0", "T", "yes", "1s", "1m30s", "0s", "1ns", "-1s", "1e3s", ".5s", "1.s", "1\u00b5s", "9999999h", "3", "-3",
               "+3", "3.5", "0x3", "0b1", "0o7", "017", "1_000", "9999999999999999999", "default", "none", "host", "None", "insecure", "sandbox",
               "linux/amd64", "$P", "${P:-x}", "x", "a:b", "0644", "u+x", "build", "sha256:" + "a" * 64, "type=cache,target=/x", "type=bind",
               "type=secret,id=a,required", "from=a,target=/x", "from=$x,target=/x", "from=x$", "FROM=a$b", "ro", "a=b=c", ",", "type=bogus",
               '"a,b"', '\\"a\\",b', '\\"a', 'a\\"b', '\\"a\\"b', "nvidia.com/gpu=all", "name=a,required", "required=true,a", "a,b",
               "required=maybe", "type=tmpfs,size=1g", "type=cache\ttarget=/x"]
WORDS = ["a", "b", "/x", ".", "x=y", "a:1", "$A", "${A}", "${A:-b}", "a/b", "80", "80/tcp", "80-90", "*", "--x", "-", "--", "=", "#", "a=", "=b",
         "'a'", '"a"', "'a b'", '"a b"', '"', "'", "\\", "\\\\", "\\ ", "`", "``", "\\a", '\\"', "a\"b c\"d", "a'b", "$", "${", "${A", "<", "<<", "&&",
         "|", ";", "[", "]", "{", "}", "(", ")", ",", "echo", "true", "AS", "as", "NONE", "CMD", "SIGTERM", "root", "https://x/y", "git@x:y"]
NAMES = ["a", "A", "A_1", "a.b", "a-b", "1", "\"a\"", "'a b'", "a\\ b", "", "é", "x y", "$A", "${A", "[", "#"]
IMAGES = ["a", "alpine:3", "scratch", "A", "$B", "${B:-a}", "a@sha256:" + "0" * 64, "x/y:z", "", "a:", "base", "[\"a\"]"]
STAGES = ["b", "B", "b-1", "b_c.d", "1", "-b", "é", "b\u212a", "b\u017f", "b\u0130", "$B", "b c", "", "b\x00"]
JSON_PARTS = ['"a"', '"a b"', '""', '"\\n"', '"\\u00e9"', '"\\ud83d\\ude00"', '"\\ud83d"', '"\\udc00x"', '"\\x"', '"\\u12"', '"é"', '"\t"', '"a\\"',
              '"', "'a'", "1", "-0", "01", "1e999", "1.", ".5", "-", "1E+2", "null", "true", "nul", "{}", '{"a":1}', '{"a":"b",}', "[]", '["a"]', "[",
              "]", "", "a", '"\\/"', '"<<E"', '"$A"', '"\x7f"', '"\u2028"', '"\\u0000"', '"\\uD800\\uD800"', '"\\ud800\\u0041"']
HEREDOC_NAMES = ["E", "EOF", "E1", "E-F", "E.F", "é", "1", "E)", "E;", "E>f", "E$", "$E", "E\\F", "A=B", "-E", "E'F", "R\"", "E`"]
HEREDOC_TAILS = ["", "", "", " | cat", "; x", ")", " /x", " <<F /x", " > f", "&", " 'a", ' "b"', " \\", " $A", " <<<x", "<", "<<G"]
BODY_LINES = [b"x", b"\tx", b"  x", b"E", b"E ", b" E", b"\tE", b"EOF2", b"$A ${B", b"# c", b"RUN y", b"FROM z", b"\\", b"x \\", b"", b"\r", b"\xff",
              b"\x00", b"'", b'"', b"<<E", b"\xef\xbb\xbf", b"E\r", b"E\\", b"`"]
DIRECTIVES = [b"# escape=`", b"# escape=\\", b"#escape = `  ", b"# syntax=docker/dockerfile:1", b"# check=skip=all", b"#ESCAPE=`", b"# escape=x",
              b"# escape=", b"# escape", b"#!/bin/sh", b"  # escape=`", b"\xc2\xa0# escape=`", b"# a=b", b"# Syntax=b", b"# check=error=true",
              b"#\xc2\xa0escape=`", b"# escape\v=`", b"# escape=\xc2\xa0`", b"#", b"", b"# escape=` # x", b"# 1escape=`", b"# escape=``",
              b"// escape=`", b"\xef\xbb\xbf# escape=`", b"# esc\xc5\xbfape=`", b"# escape=`\r", b"#\tescape=`", b"# check=x", b"# escape=\x00"]
COMMENTS = [b"# c", b"#", b"#c", b" # c", b"\t#c \\", b"# b doc", b"# a doc", b"# A x", b"#\xff", b"\xc2\xa0# x", b"\x85# x", b"# ", b"#\xc2\xa0", b"##",
            b"# x `", b"\x00# x", b"#\r", b"\v#"]
LONG = [65533, 65534, 65535, 65536, 65537, 70000]


class Writer:
    """One Dockerfile. `odds` is how often a choice is a hostile one."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.odds = self.random.choice([0.002, 0.01, 0.03, 0.1, 0.3])
        self.escape = b"\\"
        self.bodies = []

    def odd(self, factor=1.0):
        return self.random.random() < self.odds * factor

    def pick(self, choices):
        each = self.random.choice(choices)
        return each.encode() if isinstance(each, str) else each

    def file(self):
        out = []
        if self.odd():
            out.append(b"\xef\xbb\xbf" * self.random.choice([1, 1, 2]))
        out.append(self.directives())
        if not self.odd(0.3):
            out.append(self.instruction("FROM"))
        for _ in range(self.random.choice([0, 1, 1, 2, 3, 5, 8])):
            out.append(self.between())
            out.append(self.instruction(self.random.choice(KEYWORDS)))
        out.append(self.between())
        data = b"".join(out)
        if self.odd():
            data = data.rstrip(b"\n")
        for _ in range(self.random.choice([1, 1, 2, 4]) if self.odd(2) else 0):
            data = self.mutated(data)
        return data

    def directives(self):
        if self.random.random() < 0.15:
            self.escape = b"`"
            return b"# escape=`" + self.newline()
        lines = []
        while self.odd(2) and len(lines) < 4:
            lines.append(self.pick(DIRECTIVES) + self.newline())
        if any(b"`" in line for line in lines):
            self.escape = self.pick([b"`", b"`", b"\\"])
        return b"".join(lines)

    def newline(self):
        return self.pick([b"\r\n", b"\r\r\n", b"\n\r\n", b"\r", b" \n", b"\n\n", b"\xc2\x85", b"\xe2\x80\xa8"]) if self.odd() else b"\n"

    def between(self):
        out = b""
        while self.random.random() < 0.2 + self.odds:
            out += (self.pick(COMMENTS) if self.random.random() < 0.7 else self.blank(0)) + self.newline()
        return out

    def blank(self, least=1):
        if self.odd():
            return b"".join(self.any_blank() for _ in range(self.random.randint(least, 3)))
        return b" " * least

    def any_blank(self):
        kind = self.random.random()
        return self.pick([b" "] if kind < 0.3 else W5 if kind < 0.6 else UNICODE_BLANKS if kind < 0.85 else [b"\x85", b"\xa0", b"\x00"])

    def instruction(self, keyword, depth=0):
        line = self.blank(0) + self.name(keyword)
        line += self.blank() + self.flags(keyword) + self.arguments(keyword, depth)
        if depth > 0:
            return line
        if self.odd(0.5):
            line += self.blank()
        line = self.continued(line) + self.newline()
        line += b"".join(self.bodies)
        self.bodies.clear()
        return line

    def name(self, keyword):
        if self.odd(0.3):
            return self.pick(STRANGE_KEYWORDS)
        if self.random.random() < 0.1:
            return keyword.lower().encode()
        if self.odd():
            return "".join(self.random.choice([each, each.lower()]) for each in keyword).encode()
        return keyword.encode()

    def flags(self, keyword):
        out = b""
        while self.random.random() < (0.2 if keyword in FLAGS else 0) + self.odds / 4:
            names = FLAGS.get(keyword, []) if not self.odd() else [name for each in FLAGS.values() for name in each] + ["help", "x", "", "FROM", "lnk"]
            out += b"--" + self.pick(names or ["x"])
            if not self.odd(2):
                out += b"=" + (self.quoted(self.pick(FLAG_VALUES)) if self.odd() else self.pick(FLAG_VALUES))
            out += self.blank()
        if self.odd(0.3):
            out += self.pick([b"-- ", b"--", b"--\xa0", b"- ", b"--=", b"--'a b' ", b"--\"", b"-- -- ", b"--\\ a "])
        return out

    def quoted(self, data):
        quote = self.pick([b'"', b"'"])
        return quote + data + (b"" if self.odd() else quote)

    def word(self):
        if self.odd(0.7):
            return self.pick(NOT_TEXT + LETTERS)
        if self.odd():
            return b"".join(self.pick(WORDS) for _ in range(self.random.randint(2, 4)))
        return self.pick(WORDS if self.odd(3) else WORDS[:18])

    def words(self, least=1, most=4):
        count = self.random.randint(least, most)
        if self.odd():
            count = self.random.randint(0, 5)
        return self.blank().join(self.word() for _ in range(count))

    def arguments(self, keyword, depth):
        if self.odd(0.2):
            return self.pick([b"", self.words(), self.json(), self.heredoc(depth), b"[", b'"', self.pick(NOT_TEXT)])
        if self.odd(0.04):
            return b"x" * (self.random.choice(LONG) - 4)
        method = getattr(self, "arguments_of_" + keyword.lower(), None)
        return method(depth) if method else self.command(depth)

    def command(self, depth):
        kind = self.random.random()
        if kind < 0.3:
            return self.json()
        if kind < 0.5:
            return self.heredoc(depth)
        return self.words(0 if self.odd() else 1, 6)

    def json(self):
        if self.odd(0.03):
            deep = self.random.choice([9998, 9999, 10000, 10001, 20000])
            return b"[" * deep + b"]" * (deep - self.random.choice([0, 0, 1]))
        parts = [self.pick(JSON_PARTS if self.odd(2) else JSON_PARTS[:3]) for _ in range(self.random.randint(0, 4))]
        if self.odd(0.3):
            parts.append(b'"' + self.pick(NOT_TEXT + UNICODE_BLANKS + W5) + b'"')
        comma = self.blank(0) + (self.pick([b",", b",,", b" ", b";"]) if self.odd(0.3) else b",") + self.blank(0)
        text = b"[" + self.blank(0) + comma.join(parts) + self.blank(0) + (b"" if self.odd(0.3) else b"]")
        return text + (self.blank(0) + self.word() if self.odd(0.3) else b"")

    def heredoc(self, depth=0):
        """`<<E` and what may stand around it; the lines of the body come behind the instruction."""
        plain = self.random.random() > self.odds * 3
        name = self.pick(HEREDOC_NAMES[:3] if plain else HEREDOC_NAMES)
        marker = name
        kind = self.random.random()
        if kind < 0.3:
            quote = self.pick([b"'", b'"'])
            marker = quote + name + (quote if not self.odd(0.5) else b"")
        elif not plain:
            marker = self.pick([b"\\" + name, name[:1] + b'"' + name[1:] + b'"', b'""' + name, name + b"''", b" " + name, b"\t" + name, b" '" + name + b"'",
                                b"\\ " + name, b"\v" + name, b"$(" + name + b")", b"`" + name])
        dash = b"-" if self.random.random() < 0.3 else b""
        number = self.pick(["3", "0", "99999999999999999999", "-1", "a", "=", "2>", "\u0663"]) if self.odd(2) else b""
        before = self.pick(["cat ", "(cat ", "a; b ", "$((1", "'", "\\", "it's "]) if self.odd(3) else self.pick(["", "", "cat "])
        text = before + number + b"<<" + dash + marker + self.pick(HEREDOC_TAILS[:5] if plain else HEREDOC_TAILS)
        self.bodies.append(self.body(name, dash))
        for more in (b"F", b"G"):
            if b"<<" + more in text:
                self.bodies.append(self.body(more, b""))
        return text

    def body(self, name, dash):
        lines = [self.pick(BODY_LINES if self.odd(2) else BODY_LINES[:3]) for _ in range(self.random.choice([0, 1, 2, 3]))]
        if self.odd(0.03):
            lines.append(b"x" * self.random.choice(LONG))
        end = self.pick([b"\n", b"\r\n"]) if self.odd() else b"\n"
        out = b"".join(line + end for line in lines)
        if self.odd(0.2):
            return out
        indent = self.pick([b"\t", b"\t\t", b" ", b""]) if dash or self.odd(0.3) else b""
        return out + indent + name + (self.pick([b" ", b"\t", b"\r", b";", b"\\", b"\x00"]) if self.odd(0.3) else b"") + self.newline()

    def pairs(self):
        out = []
        for _ in range(self.random.choice([1, 1, 2, 3])):
            name = self.pick(NAMES if self.odd(2) else NAMES[:5])
            value = self.quoted(self.words(0, 3)) if self.random.random() < 0.3 else self.word()
            out.append(name + (b"" if self.odd(0.4) else b"=") + value)
        return self.blank().join(out)

    def copied(self, depth):
        kind = self.random.random()
        if kind < 0.2:
            return self.json()
        if kind < 0.45:
            return self.heredoc(depth) + self.blank() + (b"/x" if not self.odd() else self.heredoc(depth))
        return self.words(2, 4)

    def arguments_of_from(self, _):
        image = self.pick(IMAGES if self.odd(2) else IMAGES[:3])
        if self.random.random() < 0.5:
            return image
        if self.odd():
            return image + self.blank() + self.words(0, 3)
        return image + self.blank() + self.pick(["AS", "as", "As", "A\u017f"] if self.odd() else ["AS"]) + self.blank() + self.pick(STAGES if self.odd(2) else STAGES[:4])

    def arguments_of_arg(self, _):
        return self.blank().join(self.pairs() if self.random.random() < 0.6 else self.pick(NAMES[:5]) for _ in range(self.random.choice([1, 1, 2])))

    def arguments_of_env(self, _):
        if self.random.random() < 0.2:
            return self.pick(NAMES) + self.blank() + self.words(0, 4)
        return self.pairs()

    arguments_of_label = arguments_of_env

    def arguments_of_copy(self, depth):
        return self.copied(depth)

    arguments_of_add = arguments_of_copy

    def arguments_of_expose(self, _):
        return self.words(1, 3)

    def arguments_of_volume(self, _):
        return self.json() if self.random.random() < 0.4 else self.words(1, 3)

    def arguments_of_user(self, _):
        return self.words(1, 2) if self.odd() else self.word()

    arguments_of_workdir = arguments_of_stopsignal = arguments_of_maintainer = arguments_of_user

    def arguments_of_shell(self, depth):
        return self.json() if not self.odd() else self.command(depth)

    def arguments_of_healthcheck(self, depth):
        kind = self.pick(["CMD", "cmd", "NONE", "none", "FOO", "", "CMD\xa0", "CM", "["] if self.odd(2) else ["CMD", "CMD", "NONE"])
        if kind.upper() == b"NONE" and not self.odd():
            return kind
        return kind + self.blank() + self.command(depth)

    def arguments_of_onbuild(self, depth):
        if depth > 2:
            return b"x"
        return self.instruction(self.random.choice(KEYWORDS), depth + 1)

    def continued(self, line):
        """The line with line ends put into it, each with an escape character before it."""
        count = 0
        while self.random.random() < 0.12 + self.odds and count < 4:
            count += 1
            blanks = [at for at, byte in enumerate(line) if byte == 32]
            at = self.random.choice(blanks) if blanks and not self.odd(2) else self.random.randint(0, len(line))
            line = line[:at] + self.continuation() + line[at:]
        if self.odd(0.3):
            line += self.escape
        return line

    def continuation(self):
        escape = self.escape if not self.odd() else self.pick([b"\\", b"`", self.escape * 2, self.escape * 3, b" " + self.escape + b" " + self.escape])
        trail = self.pick([b" ", b"\t", b" \t ", b"\v", b"\f", b"\xc2\xa0", b"\r", b" # c"]) if self.odd(2) else b""
        out = escape + trail + self.newline()
        while self.odd(2):
            out += self.pick(COMMENTS + [b"", b" ", b"\t", b"\xc2\xa0", b"\r", b"\v"]) + self.newline()
        if self.random.random() < 0.5:
            out += b"  "
        return out

    def mutated(self, data):
        at = self.random.randint(0, len(data))
        end = min(len(data), at + self.random.randint(1, 12))
        kind = self.random.randrange(5)
        if kind == 0:
            return data[:at] + data[end:]
        if kind == 1:
            return data[:at] + self.pick(NOT_TEXT + UNICODE_BLANKS + W5 + [b"\n", b"\\", b"`", b'"', b"'", b"<<", b"[", b"]", b"#", b"="]) + data[at:]
        if kind == 2:
            return data[:at] + data[at:end] + data[at:]
        if kind == 3:
            return data[:at]
        return data[:at] + bytes([self.random.randrange(256)]) + data[at + 1:]


def dockerfile(seed):
    return Writer(seed).file()
