#!/usr/bin/env python3
"""Holds what is read of image configs against umoci: hold_umoci.py CONFIG_DUMP DOCKCHECK

For each case `umoci config` makes an image, or an image that it made is written anew with what umoci would not write. What
CONFIG_DUMP says was read must be what skopeo says, which decodes configs as the engines do; and DOCKCHECK must say the same
of the layout's folder and of its archive. Prints the differences; the exit status is 1 when there are any.
"""

import hashlib
import json
import posixpath
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import builders

FIELDS = ("User", "Env", "Entrypoint", "Cmd", "Volumes", "ExposedPorts", "WorkingDir", "Labels", "StopSignal")
TEXTS = ["plain", "two words", "", " blanks ", "a=b=c", "it's", 'say "x"', "back\\slash", "$HOME", "${X:-y}", "`date`", "#no comment", "tab\there",
         "line\nend", "trailing\\", "gr\u00fc\u00df \u20ac \U0001f600", "[\"a\"]", "<<EOF", "--flag=1", "a;b&&c|d", "\u0001\u007f", "{}", "null", "0"]
USERS = ["0", "1000", "1000:1000", "0:0", "root", "root:root", "app", "app:staff", "app:0", "1000:staff", ":5", "-1", "4294967295", "00", "1e3",
         "two words", "$USER", "", "DOMAIN\\user"]
PORTS = ["80", "80/tcp", "53/udp", "80/sctp", "8080/TCP", "65535/tcp"]
SIGNALS = ["SIGQUIT", "QUIT", "9", "SIGRTMIN+3", "sigterm", ""]
# What each field may be without anybody refusing it, beside null.
EMPTY = {"User": "", "Env": [], "Entrypoint": [], "Cmd": [], "Volumes": {}, "ExposedPorts": {}, "WorkingDir": "", "Labels": {}, "StopSignal": ""}


def by_options():
    """The name of a case and the options of `umoci config`."""
    for user in USERS:
        yield f"user {user!r}", ["--config.user", user]
    for text in TEXTS:
        yield f"variable {text!r}", ["--config.env", f"NAME={text}"]
        yield f"label {text!r}", ["--config.label", f"name={text}"]
        yield f"command {text!r}", ["--config.cmd", text]
        yield f"command behind a word {text!r}", ["--config.cmd", "run", "--config.cmd", text]
        yield f"entrypoint {text!r}", ["--config.entrypoint", "/start", "--config.entrypoint", text]
        yield f"entrypoint by a shell {text!r}", ["--config.entrypoint", "/bin/sh", "--config.entrypoint", "-c", "--config.entrypoint", text]
        yield f"step {text!r}", ["--config.cmd", "run", "--history.created_by", f"RUN {text}"]
        if text and "=" not in text:
            yield f"name of a label {text!r}", ["--config.label", f"{text}=value"]
        if text:
            yield f"folder {text!r}", ["--config.workingdir", f"/{text}"]
            yield f"volume {text!r}", ["--config.volume", f"/{text}"]
    for port in PORTS:
        yield f"port {port!r}", ["--config.exposedports", port]
    for signal in SIGNALS:
        yield f"signal {signal!r}", ["--config.stopsignal", signal]
    yield "relative folder", ["--config.workingdir", "a/../b"]
    yield "two of each", [
        "--config.env", "A=1", "--config.env", "B=2", "--config.label", "a=1", "--config.label", "b=2", "--config.volume", "/a",
        "--config.volume", "/b", "--config.exposedports", "1/tcp", "--config.exposedports", "2/udp", "--config.cmd", "a", "--config.cmd", "b"]
    yield "another platform", ["--architecture", "arm64", "--os", "linux", "--created", "2020-01-01T00:00:00Z", "--config.user", "7"]


def by_hand(config):
    """The name of a case and a config that umoci does not write."""
    for name in FIELDS:
        for value in (None, EMPTY[name]):
            yield f"{name} is {value!r}", config | {"config": config["config"] | {name: value}}
        yield f"{name} in small letters", config | {"config": {name.lower(): config["config"][name]}}
    yield "unknown keys everywhere", config | {
        "config": config["config"] | {"Unknown": {"a": [1, 2.5e300, None, True]}, "user.name": "x"}, "unknown": [[[]]],
        "rootfs": config["rootfs"] | {"unknown": 1}, "history": [{"created_by": "RUN x", "unknown": {}, "empty_layer": True}]}
    yield "null is the config", config | {"config": None}
    yield "an empty config", config | {"config": {}}
    yield "no config", {key: value for key, value in config.items() if key != "config"}
    yield "null is the history", config | {"history": None}
    yield "an empty history", config | {"history": []}
    yield "an empty step", config | {"history": [{}, {"created_by": ""}, {"created_by": None}]}
    yield "null are the layers", config | {"rootfs": {"type": "layers", "diff_ids": None}}
    yield "volumes and ports with null", config | {"config": {"Volumes": {"/a": None}, "ExposedPorts": {"80/tcp": None}}}
    yield "labels with null", config | {"config": {"Labels": {"a": None, "b": ""}}}


class Layout:
    def __init__(self, folder):
        self.folder = folder
        builders.run("umoci", "init", "--layout", str(folder))
        builders.run("umoci", "new", "--image", f"{folder}:t")

    def configure(self, options):
        builders.run("umoci", "config", "--image", f"{self.folder}:t", *options)

    def blob(self, digest):
        return self.folder / "blobs/sha256" / digest.removeprefix("sha256:")

    def read(self, descriptor):
        return json.loads(self.blob(descriptor["digest"]).read_text())

    def parts(self):
        index = json.loads((self.folder / "index.json").read_text())
        manifest = self.read(index["manifests"][0])
        return index, manifest, self.read(manifest["config"])

    def write(self, config):
        index, manifest, _ = self.parts()
        manifest["config"] |= self.add(config)
        index["manifests"][0] |= self.add(manifest)
        (self.folder / "index.json").write_text(json.dumps(index))

    def add(self, value):
        data = json.dumps(value).encode()
        digest = "sha256:" + hashlib.sha256(data).hexdigest()
        self.blob(digest).write_bytes(data)
        return {"digest": digest, "size": len(data)}


def kept(config):
    """What is not nothing, in one of the ways to write it."""
    result = {name: config.get(name) for name in FIELDS if config.get(name)}
    if "ExposedPorts" in result:
        result["ExposedPorts"] = {port if "/" in port else port + "/tcp": {} for port in map(str.lower, result["ExposedPorts"])}
    if "WorkingDir" in result:
        result["WorkingDir"] = posixpath.normpath(posixpath.join("/", result["WorkingDir"]))
    if result.get("Entrypoint", [])[:2] == ["/bin/sh", "-c"]:  # blanks around a script say nothing
        result["Entrypoint"] = [word.strip() for word in result["Entrypoint"]]
    for name in ("Volumes", "ExposedPorts"):
        if name in result:
            result[name] = sorted(result[name])
    return result


class Comparison:
    def __init__(self, dump, dockcheck):
        self.dockcheck, self.count, self.wrong = dockcheck, 0, 0
        self.dump = subprocess.Popen([dump], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def read_by_us(self, folder):
        self.dump.stdin.write(json.dumps({"image": str(folder)}) + "\n")
        self.dump.stdin.flush()
        return json.loads(self.dump.stdout.readline())

    def findings(self, path):
        done = subprocess.run([self.dockcheck, "check", "--isolated", "--extend-select", "all", "-f", "jsonl", str(path)], capture_output=True,
                              text=True, check=False)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        return done.returncode, done.stderr, [(each["rule"], each.get("pointer"), each["message"]) for each in lines]

    def hold(self, name, layout):
        self.count += 1
        said = json.loads(builders.run("skopeo", "inspect", "--config", f"oci:{layout.folder}:t"))
        answer = self.read_by_us(layout.folder)
        got = answer.get("config", {})
        faults = [] if "error" not in answer else [answer["error"]]
        theirs, ours = kept(said.get("config") or {}), kept(got.get("config", {}))
        faults += [f"{field}: skopeo says {theirs.get(field)!r}, read was {ours.get(field)!r}" for field in FIELDS
                   if theirs.get(field) != ours.get(field)]
        archive = layout.folder.parent / "archive.tar"
        builders.run("tar", "-C", str(layout.folder), "-cf", str(archive), ".")
        in_folder, in_archive = self.findings(layout.folder), self.findings(archive)
        if in_folder[0] > 1 or in_folder[::2] != in_archive[::2]:
            faults.append(f"the folder says {in_folder}, its archive {in_archive}")
        for fault in faults:
            self.wrong += 1
            print(f"{name}: {fault}")


def main():
    comparison = Comparison(*sys.argv[1:3])
    with tempfile.TemporaryDirectory() as scratch:
        for name, options in by_options():
            folder = Path(scratch) / "layout"
            shutil.rmtree(folder, ignore_errors=True)
            layout = Layout(folder)
            try:
                layout.configure(options)
            except builders.BuildFailed as failure:
                print(f"{name}: {failure}")
                comparison.wrong += 1
                continue
            comparison.hold(name, layout)
        layout = Layout(Path(scratch) / "by-hand")
        layout.configure(["--config.user", "7", "--config.env", "A=1", "--config.entrypoint", "/x", "--config.cmd", "y", "--config.volume", "/v",
                          "--config.exposedports", "80/tcp", "--config.workingdir", "/w", "--config.label", "l=1", "--config.stopsignal", "SIGINT"])
        for name, config in by_hand(layout.parts()[2]):
            layout.write(config)
            comparison.hold(name, layout)
    print(f"{comparison.count} images of umoci, {comparison.wrong} differences")
    return 1 if comparison.wrong else 0


sys.exit(main())
