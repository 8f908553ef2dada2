"""Holds the predicted configuration of an image against the one that BuildKit makes, for many builds of each file."""

import re

from programs import text_json

STAGE = re.compile(rb"(?im)^[ \t]*FROM[ \t].*?[ \t]AS[ \t]+([a-z][-a-z0-9_.]*)[ \t]*\r?$")
FROM = re.compile(rb"(?im)^[ \t]*FROM[ \t]")
ARGUMENT = re.compile(rb"(?im)^[ \t]*ARG[ \t]+([A-Za-z_][A-Za-z0-9_]*)")
VALUES = ["", "x", "1.2", "a b", "/opt/x", "$A", "latest", "true", "'q'", "80"]
BUILT_IN = ["TARGETARCH", "BUILDPLATFORM", "TARGETSTAGE", "HTTP_PROXY", "PATH"]
PLATFORMS = ["linux/arm64", "linux/arm/v7", "windows/amd64"]
BASE = {
    "architecture": "amd64",
    "os": "linux",
    "author": "somebody",
    "rootfs": {"type": "layers", "diff_ids": []},
    "config": {
        "User": "app",
        "ExposedPorts": {"90/tcp": {}},
        "Env": ["A=1", "PATH=/opt/bin:/bin", "HOME=/home/app"],
        "Entrypoint": ["/entry"],
        "Cmd": ["run", "it"],
        "Volumes": {"/data": {}},
        "WorkingDir": "/srv/x",
        "Labels": {"a": "b", "version": "1"},
        "StopSignal": "SIGINT",
        "Shell": ["/bin/bash", "-eo", "pipefail", "-c"],
        "Healthcheck": {"Test": ["CMD-SHELL", "true"], "Interval": 5000000000, "Retries": 2},
    },
}


def builds(rng, data, count):
    """What is asked about one file: as it is, every stage as target, random arguments, platforms and a base that sets all."""
    yield {}
    yield {"base": BASE}
    yield {"platform": rng.choice(PLATFORMS)}
    for stage in sorted(set(STAGE.findall(data))):
        yield {"target": stage.decode()}
    for index in range(len(FROM.findall(data)) - 1):
        yield {"target": str(index)}
    names = sorted({name.decode() for name in ARGUMENT.findall(data)} | set(BUILT_IN))
    for _ in range(count):
        chosen = rng.sample(names, rng.randint(1, len(names)))
        question = {"args": {name: rng.choice(VALUES) for name in chosen}}
        if rng.random() < 0.3:
            question["base"] = BASE
        yield question


def questions(rng, files, count):
    for data in files:
        for build in builds(rng, data, count):
            yield {"text": text_json(data)} | build


def view(answer):
    """All that describes containers of the image; layers, history and the name of the machine are other matters."""
    image = answer.get("config") or {}
    return {"author": image.get("author"), "os": image.get("os")} | image.get("config", {})


def differs(_, ours, theirs):
    return theirs.get("ok", False) and view(ours) != view(theirs)
