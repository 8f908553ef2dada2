#!/usr/bin/env python3
"""Holds the table of checkpoints in docs/images.md on ten images made for it: hold_checkpoints.py DOCKCHECK [FOLDER]

Each image is an archive as `docker save` makes it, with what one or more checkpoints of dockle look for. Its findings must
be the ones named; nothing but rules of the table is asked. With FOLDER the archives stay there, for other programs to be
asked. Prints the differences; the exit status is 1 when there are any.
"""

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

TABLE = Path(__file__).resolve().parents[2] / "docs/images.md"
ACCOUNTS = {"etc/passwd": "root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000::/:/bin/sh\n", "etc/group": "root:x:0:\napp:x:1000:\n",
            "etc/shadow": "root:*:19000:0:99999:7:::\napp:!:19000:0:99999:7:::\n"}
HEALTHY = {"User": "1000", "Cmd": ["app"], "Healthcheck": {"Test": ["CMD", "true"]}}


class Image:
    def __init__(self, expected, config=None, steps=(), files=None, modes=None, name="example:1"):
        self.expected, self.config, self.steps, self.name = expected, HEALTHY | (config or {}), steps, name
        self.files, self.modes = ACCOUNTS | (files or {}), modes or {}

    def layer(self):
        data = io.BytesIO()
        with tarfile.open(fileobj=data, mode="w") as archive:
            for path, text in self.files.items():
                entry = tarfile.TarInfo(path)
                entry.size, entry.mode = len(text), self.modes.get(path, 0o644)
                archive.addfile(entry, io.BytesIO(text.encode()))
        return data.getvalue()

    def write(self, path):
        layer = self.layer()
        history = [{"created": "2026-01-01T00:00:00Z", "created_by": step, "comment": "buildkit.dockerfile.v0", "empty_layer": True}
                   for step in self.steps]
        history.append({"created": "2026-01-01T00:00:00Z", "created_by": "COPY . /somewhere # buildkit", "comment": "buildkit.dockerfile.v0"})
        config = json.dumps({"architecture": "amd64", "os": "linux", "config": self.config, "history": history,
                             "rootfs": {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(layer).hexdigest()]}}).encode()
        name = hashlib.sha256(config).hexdigest() + ".json"
        manifest = json.dumps([{"Config": name, "RepoTags": [self.name], "Layers": ["layer.tar"]}]).encode()
        with tarfile.open(path, "w") as archive:
            for entry_name, content in ((name, config), ("layer.tar", layer), ("manifest.json", manifest)):
                entry = tarfile.TarInfo(entry_name)
                entry.size = len(content)
                archive.addfile(entry, io.BytesIO(content))


def run(text):
    return f"RUN /bin/sh -c {text} # buildkit"


# The variable of CIS-DI-0005 is set to 0 below, and so each image is told of it.
IMAGES = {
    "nothing": Image(""),
    "root-and-latest": Image("final-user-is-root image-tagged-latest", {"User": "root"}, name="example:latest"),
    "no-user-no-healthcheck": Image("missing-user missing-healthcheck", {"User": "", "Healthcheck": None}),
    "apt": Image("package-index-update-alone distribution-upgrade-in-build apt-lists-left-in-layer",
                 steps=[run("apt-get update"), run("apt-get update && apt-get dist-upgrade -y")]),
    "apk-and-sudo": Image("apk-cache-left-in-layer sudo-in-run", steps=[run("apk add curl"), run("sudo make")]),
    "add": Image("add-instead-of-copy", steps=["COPY a /a # buildkit", "ADD app.py /app/ # buildkit", "ADD site.tar.gz /srv/ # buildkit"]),
    "volumes": Image("volume-on-system-directory docker-socket-volume", {"Volumes": {"/etc": {}, "/var/run/docker.sock": {}, "/data": {}}}),
    "bits-and-developers": Image("setuid-or-setgid-file unnecessary-files-in-image",
                                 files={"usr/local/bin/helper": "x", "app/Dockerfile": "FROM x\n", "app/.git/HEAD": "x"},
                                 modes={"usr/local/bin/helper": 0o4755}),
    "secrets": Image("secret-in-arg-or-env credential-file-in-image", {"Env": ["PATH=/bin", "DB_PASSWORD=hunter2"]}, ["ENV DB_PASSWORD=hunter2"],
                     {"root/.ssh/id_rsa": "key"}),
    "accounts": Image("empty-password-account duplicate-user-or-group-id",
                      files={"etc/passwd": "root:x:0:0::/:/bin/sh\na:x:7:7::/:/bin/sh\nb:x:7:7::/:/bin/sh\n", "etc/group": "root:x:0:\na:x:7:\nb:x:7:\n",
                             "etc/shadow": "root::19000:0:99999:7:::\n"}),
}


def rules_of_table():
    rows = [line.split("|") for line in TABLE.read_text().splitlines() if re.match(r"\| (CIS|DKL)-", line)]
    return sorted({name for row in rows for name in re.findall(r"`([a-z-]+)`", row[3])})


def findings(dockcheck, rules, path):
    command = [dockcheck, "check", "--isolated", "--exit-zero", "-f", "json", "--select", ",".join(rules), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | {"DOCKER_CONTENT_TRUST": "0"})
    return {each["rule"] for each in json.loads(done.stdout)["findings"]}


def main():
    dockcheck, rules, wrong, seen = sys.argv[1], rules_of_table(), 0, set()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[2] if len(sys.argv) > 2 else scratch)
        for name, image in IMAGES.items():
            path = folder / f"{name}.tar"
            image.write(path)
            found, expected = findings(dockcheck, rules, path), set(image.expected.split()) | {"content-trust-disabled"}
            seen |= found
            if found != expected:
                wrong += 1
                print(f"{name}: told is {', '.join(sorted(found))}; expected is {', '.join(sorted(expected))}")
    never = set(rules) - seen - {"hardcoded-secret-value"}
    if never:
        print("no image has " + ", ".join(sorted(never)))
    print(f"{len(IMAGES)} images for the checkpoints, {wrong} wrong")
    return 1 if wrong or never else 0


sys.exit(main())
