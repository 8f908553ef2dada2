#!/usr/bin/env python3
"""Writes the inputs that the fuzz targets begin with: seeds.py FOLDER

They are the samples and the examples of the rules' pages, each with the files of its build context behind lines `=== NAME`,
as checked_build.hpp reads them. Below FOLDER/image are images: texts, archives, and the texts of archives behind such lines.
Below FOLDER/lsp is what editors send.
"""

import gzip
import io
import json
import os
import sys
import tarfile
from pathlib import Path

try:
    import tomllib
except ImportError:  # before Python 3.11: the samples alone
    tomllib = None

ROOT = Path(__file__).resolve().parents[2]
MOST_BYTES = 16 * 1024


def seed(dockerfile, files):
    parts = [dockerfile if dockerfile.endswith(b"\n") else dockerfile + b"\n"]
    for name, data in sorted(files.items()):
        part = f"=== {name}\n".encode() + data
        part = part if part.endswith(b"\n") else part + b"\n"
        if sum(map(len, parts)) + len(part) <= MOST_BYTES:
            parts.append(part)
    return b"".join(parts)


def samples():
    for dockerfile in sorted(ROOT.glob("samples/*/Dockerfile")):
        folder = dockerfile.parent
        paths = (Path(at) / name for at, _, names in os.walk(folder) for name in names)
        files = {str(path.relative_to(folder)): path.read_bytes() for path in paths if path.name not in ("Dockerfile", "expected.txt")}
        yield seed(dockerfile.read_bytes(), files)


def examples():
    for path in sorted(ROOT.glob("rules/*/*.toml")) if tomllib else ():
        page = tomllib.loads(path.read_text())
        for example in page.get("bad", []) + page.get("good", []):
            if "code" not in example:
                continue
            yield seed(example["code"].encode(), {name: text.encode() for name, text in example.get("files", {}).items()})


CONFIG = b"""{"architecture": "amd64", "os": "linux", "config": {"User": "app", "Env": ["A=\\u0026", "B"], "Cmd": ["a", "b"],
 "ExposedPorts": {"80/tcp": {}}, "Labels": {"a": "b"}, "Healthcheck": {"Test": ["CMD", "x"], "Interval": 5}, "OnBuild": null},
 "rootfs": {"type": "layers", "diff_ids": ["sha256:00"]}, "history": [{"created_by": "RUN x"}, {"empty_layer": true}]}"""
INSPECTION = b"""[{"Id": "sha256:1", "RepoTags": ["a:1"], "Config": {"User": ""}, "RootFS": {"Layers": ["sha256:1"]}, "Os": "linux"},
 {"Id": "2", "Name": "/c", "State": {}, "Config": {"Image": "a", "Entrypoint": "x", "StopSignal": 15}}]"""
HISTORY = b"""{"CreatedBy": "CMD [\\"x\\"]", "CreatedAt": "", "Size": "1.2MB", "Comment": "c"}\n{"CreatedBy": "", "Size": "0B"}\n"""
SAVED = b"""=== c.json\n""" + CONFIG + b"""\n=== l/layer.tar\nx\n=== m/layer.tar\n-> ../l/layer.tar
=== manifest.json\n[{"Config": "c.json", "RepoTags": ["a:1"], "Layers": ["m/layer.tar"]}]\n"""
REPOSITORIES = b"""=== b/json\n{"parent": "a", "config": {"User": "x"}, "container_config": {"Cmd": ["sh", "\\n"]}}
=== a/json\n{"os": "linux", "container_config": {"Cmd": ["sh"]}, "Size": 3}\n=== repositories\n{"i": {"1": "b", "2": "a"}}\n"""
INDEX = b"""=== blob\n""" + CONFIG + b"""\n=== blob
{"schemaVersion": 2, "config": {"digest": "@0"}, "layers": [{"digest": "@0", "size": 3, "mediaType": "x"}]}\n=== blob
{"manifests": [{"digest": "@1", "platform": {"os": "linux", "architecture": "arm64"}}, {"digest": "@1"}]}\n=== index.json
{"manifests": [{"digest": "@1", "annotations": {"org.opencontainers.image.ref.name": "a"}}, {"digest": "@2"}]}\n"""


# What fuzzing found too slow once: the targets measure the time of these inputs each time.
SLOW_ONCE = (
    b'FROM renistry\x01\x00\x00\x00\x00.example.co&\x00\x00\x00se\xcc\x93atest\n',
    b'FROMalpine:3.20\nARG \xffFROMalpine:3.20\nARG V=1.2.3\nENV FILE=V=1.2.3\nENV FILE=$\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04{V:0:3}/${V}\n',
    b"FROM alpine:3.20\nENV Nit's\n",
    b'FROM \x00\x00\x00\x02alpine:3.20 AS 1st\n',
    b'FROM pythoWWWWWWWWWWWWWWWWWWn:23.\xb12-buster\n',
)


def example_images():
    for path in sorted(ROOT.glob("rules/*/*.toml")) if tomllib else ():
        page = tomllib.loads(path.read_text())
        for example in page.get("bad", []) + page.get("good", []):
            if "image" in example:
                yield example["image"].encode()


def tar(files):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def images():
    yield from (CONFIG, INSPECTION, HISTORY, SAVED, REPOSITORIES, INDEX)
    layer = gzip.compress(tar({"etc/passwd": b"root:x:0:0", "a/.wh.b": b"", "x" * 120: b""}))
    manifest = b'[{"Config": "c.json", "RepoTags": null, "Layers": ["l.tar"]}]'
    archive = tar({"c.json": CONFIG, "l.tar": layer, "manifest.json": manifest})
    yield archive
    yield gzip.compress(archive)


def sessions():
    """What an editor sends, a message a line; and the same as a stream."""
    uri = "file:///work/Dockerfile"
    document = {"uri": uri, "version": 2}
    start, end = {"line": 1, "character": 4}, {"line": 2, "character": 0}
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 9}}
    requests = [
        ("textDocument/hover", {"textDocument": document, "position": start}),
        ("textDocument/codeAction", {"textDocument": document, "range": whole, "context": {"diagnostics": [], "only": ["quickfix"]}}),
        ("textDocument/codeAction", {"textDocument": document, "range": whole, "context": {"diagnostics": [], "triggerKind": 1}}),
        ("textDocument/diagnostic", {"textDocument": document, "previousResultId": "1"}),
        ("shutdown", None),
    ]
    for can in (
        {},
        {"textDocument": {"diagnostic": {}, "hover": {"contentFormat": ["markdown"]}}, "general": {"positionEncodings": ["utf-8"]}},
        {"workspace": {"workspaceEdit": {"documentChanges": True}, "didChangeWatchedFiles": {"dynamicRegistration": True}, "diagnostics": {"refreshSupport": True}}},
    ):
        messages = [
            {"id": 1, "method": "initialize", "params": {"capabilities": can, "rootUri": "file:///work", "workspaceFolders": None}},
            {"method": "initialized", "params": {}},
            {"method": "textDocument/didOpen", "params": {"textDocument": {**document, "languageId": "dockerfile", "text": "FROM debian\r\nRUN sudo 日🐍\n"}}},
            {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "file:///work/.dockerignore", "languageId": "", "version": 1, "text": "a"}}},
            {"method": "textDocument/didChange", "params": {"textDocument": document, "contentChanges": [{"range": {"start": start, "end": end}, "text": "MAINTAINER x\n"}, {"text": "FROM a\nADD a b\n# dockcheck ignore=DL3004\nRUN sudo a"}]}},
            {"method": "workspace/didChangeWatchedFiles", "params": {"changes": []}},
            *({"id": number, "method": method, "params": params} for number, (method, params) in enumerate(requests, 2)),
            {"method": "textDocument/didClose", "params": {"textDocument": document}},
            {"method": "exit"},
        ]
        texts = [json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False).encode() for message in messages]
        yield b"\n".join(texts)
        yield b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(text), text) for text in texts)


def main():
    target = Path(sys.argv[1])
    (target / "lsp").mkdir(exist_ok=True)
    for number, data in enumerate(sessions()):
        (target / "lsp" / f"seed-{number:04}").write_bytes(data)
    (target / "image").mkdir(exist_ok=True)
    for number, data in enumerate([*images(), *example_images()]):
        (target / "image" / f"seed-{number:04}").write_bytes(data)
    for number, data in enumerate([*samples(), *examples(), *SLOW_ONCE]):
        (target / f"seed-{number:04}").write_bytes(data)


if __name__ == "__main__":
    main()
