"""Files that nobody writes: what a megabyte and ten of the shortest instructions, of the longest ones and of deep nesting
cost. For each shape the seconds of processor of both, their ratio, and the memory of ten megabytes at its peak as a
multiple of the file. Usage: hostile.py DOCKCHECK"""

import os
import subprocess
import sys
import tempfile

FROM = b"FROM debian:12\n"
# Name: what stands in front, what is repeated, what stands behind.
SHAPES = {
    "RUN x": (FROM, b"RUN x\n", b""),
    "one wrong line after another": (FROM, b"a\n", b""),
    "stages": (b"", b"FROM a\n", b""),
    "stages, each copying from the last": (b"", b"FROM a AS b\nCOPY --from=b a b\n", b""),
    "ENV a=b": (FROM, b"ENV a=b\n", b""),
    "one ENV of many words": (FROM + b"ENV \\\n", b"a=$a \\\n", b"b=c\n"),
    "one ARG of many words": (FROM + b"ARG \\\n", b"a \\\n", b"b\n"),
    "one EXPOSE of many ports": (FROM + b"EXPOSE \\\n", b"1 \\\n", b"2\n"),
    "one COPY of many sources": (FROM + b"COPY \\\n", b"a \\\n", b"/b/\n"),
    "one JSON array": (FROM + b"CMD [ \\\n", b'"a", \\\n', b'"b"]\n'),
    "one RUN of many flags": (FROM + b"RUN \\\n", b"--a=b \\\n", b"c\n"),
    "one RUN of many words": (FROM + b"RUN a \\\n", b"a \\\n", b"b\n"),
    "one RUN of many commands": (FROM + b"RUN a \\\n", b"; a \\\n", b"; b\n"),
    "one RUN of many substitutions": (FROM + b"RUN a \\\n", b"$(a) \\\n", b"b\n"),
    "many heredocs": (FROM, b"RUN <<E\na\nE\n", b""),
    "one heredoc of many commands": (FROM + b"RUN <<E\n", b"a\n", b"E\n"),
    "one heredoc without an end": (FROM + b"RUN <<E\n", b"a\n", b""),
    "one RUN that announces heredocs": (FROM + b"RUN a \\\n", b"<<a \\\n", b"b\n"),
    "a heredoc behind many words": (FROM + b"RUN <<E a \\\n", b"a \\\n", b"b\nE\n"),
    "lines of nothing": (FROM, b"\n", b""),
    "comments": (FROM, b"#\n", b""),
    "comments inside an instruction": (FROM + b"RUN a \\\n", b"#\n", b"b\n"),
    "ignore comments": (FROM, b"# dockcheck ignore=DL3008\n", b""),
    "one line": (FROM + b"RUN ", b"a", b"\n"),
    "bytes of no encoding": (FROM + b"RUN ", b"\xff", b"\n"),
    "open parentheses": (FROM + b"RUN a \\\n", b"( \\\n", b"\n"),
}


def text_of(shape, size):
    begin, repeated, end = shape
    return begin + repeated * ((size - len(begin) - len(end)) // len(repeated)) + end


def cost(program, path):
    """Seconds of processor, and bytes of memory at the peak."""
    process = subprocess.Popen(
        [program, "check", "--isolated", "--no-context", "-q", "--exit-zero", "-f", "concise", path],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def main():
    print("| | s, 1 MB | s, 10 MB | ratio | memory / file |\n| --- | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for name, shape in SHAPES.items():
            costs = []
            for size in (1_000_000, 10_000_000):
                path = os.path.join(folder, "Dockerfile")
                with open(path, "wb") as file:
                    size = file.write(text_of(shape, size))
                costs.append(min(cost(sys.argv[1], path) for _ in range(3)))
            (small, _), (large, memory) = costs
            print(f"| {name} | {small:.3f} | {large:.3f} | {large / small:.1f} | {memory / size:.1f} |")


if __name__ == "__main__":
    main()
