"""Builds a Dockerfile on top of this machine's own files, in layers of an overlay that are thrown away, and starts what
it would start, cut off from the network. For check-starts; wants root, Linux and what the base image would have."""

import fnmatch
import glob
import json
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

# Programs of the image that this machine's files do without: its packages, and users that own nothing here.
STUBS = ("apt-get", "apt", "apk", "adduser", "addgroup", "useradd", "groupadd", "chown")
# A program that gets as far as asking for its database has started.
SERVICES = re.compile(r"ECONNREFUSED|ENOTFOUND|EAI_AGAIN|[Cc]onnection refused|could not translate host name|getaddrinfo|"
                      r"[Nn]ame or service not known|Temporary failure in name resolution|Network is unreachable|MaxRetryError")
# What supervisord says of a program that it cannot start; it stays itself.
GIVEN_UP = re.compile(r"spawnerr|entered FATAL state")


SEARCH_PATH = "/opt/stubs:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"


class NotHere(Exception):
    """What the build needs and this machine has not."""


def instructions(text):
    """Keyword and rest of each instruction; heredocs are not read."""
    found, line = [], ""
    for part in text.splitlines():
        if part.lstrip().startswith("#") or (not line and not part.strip()):
            continue
        line += part.rstrip()
        if line.endswith("\\"):
            line = line[:-1] + " "
            continue
        keyword, _, rest = line.strip().partition(" ")
        found.append((keyword.upper(), rest.strip()))
        line = ""
    return found


def is_ignored(path, patterns):
    ignored = False
    for pattern in patterns:
        keep, pattern = pattern.startswith("!"), pattern.lstrip("!").strip("/")
        for at in [path, *map(str, Path(path).parents)][:-1] or [path]:
            if any(fnmatch.fnmatchcase(at, form) for form in (pattern, pattern.replace("**/", ""))) and \
                    (pattern.startswith("**/") or "/" in pattern or "/" not in at):
                ignored = not keep
    return ignored


class Build:
    def __init__(self, work, context, dockerfile, settings=()):
        self.work, self.context = Path(work), Path(context)
        self.text = Path(dockerfile).read_text(encoding="utf-8", errors="replace")
        ignore = Path(str(dockerfile) + ".dockerignore")
        ignore = ignore if ignore.exists() else self.context / ".dockerignore"
        lines = ignore.read_text().splitlines() if ignore.exists() else []
        self.ignore = [line.strip().removeprefix("./") for line in lines if line.strip() and not line.startswith("#")]
        self.stages, self.names, self.arguments = [], {}, {}
        self.settings = dict(settings)

    # -- layers ---------------------------------------------------------------------------------
    def new_stage(self, image, name):
        base = self.stages[self.names[image]] if image in self.names else None
        stage = {"upper": self.work / f"stage{len(self.stages)}", "image": base["image"] if base else image}
        for folder in ("upper", "work", "root"):
            (stage["upper"] / folder).mkdir(parents=True)
        # An overlay takes no layer that lies below another, as all of these lie below the root: they are copied.
        subprocess.run(["cp", "-a", str(base["upper"] / "upper" if base else self.base_of(image)) + "/.", stage["upper"] / "upper"], check=True)
        for key, value in (("environment", {"PATH": SEARCH_PATH}), ("directory", "/"), ("entrypoint", None), ("cmd", None), ("shell", ["/bin/sh", "-c"])):
            stage[key] = (base[key].copy() if isinstance(value, dict) else base[key]) if base else value
        if name:
            self.names[name] = len(self.stages)
        self.stages.append(stage)

    def base_of(self, image):
        """A layer with what the image has in front of this machine's files."""
        name, _, tag = image.split("@")[0].rpartition("/")[2].partition(":")
        layer = self.work.parent / f"base-{name}-{re.sub('[^0-9.]', '', tag.split('-')[0])}"
        if name not in ("python", "node", "ruby", "alpine"):
            raise NotHere(f"the image {image}")
        if name in ("node", "ruby") and shutil.which(name) is None:
            raise NotHere(name)
        if not layer.exists():
            (layer / "opt/stubs").mkdir(parents=True)
            for stub in STUBS:
                (layer / "opt/stubs" / stub).write_text("#!/bin/sh\nexit 0\n")
                (layer / "opt/stubs" / stub).chmod(0o755)
            if name == "python":
                self.make_environment(layer, tag)
        return layer

    def make_environment(self, layer, tag):
        version = ".".join(re.split("[-.]", tag)[:2])
        python = next(iter(sorted(glob.glob(os.path.expanduser(f"~/.pyenv/versions/{version}.*/bin/python"))) or
                           filter(None, [shutil.which("python" + version)])), None)
        if python is None:
            shutil.rmtree(layer)
            raise NotHere("python " + version)
        build = {"upper": self.work / "environment", "environment": {}, "directory": "/"}
        for folder in ("upper", "work", "root"):
            (build["upper"] / folder).mkdir(parents=True)
        # Where the image's own Python lies, so that packages installed to a prefix can be copied there.
        made = self.inside(build, [python, "-m", "venv", "/usr/local"])
        if made.returncode != 0:
            shutil.rmtree(layer)
            raise NotHere("venv of python " + version)
        shutil.copytree(build["upper"] / "upper/usr/local", layer / "usr/local", symlinks=True)

    def inside(self, stage, words, seconds=300, network=True, **options):
        """Runs words with the stage's files as the root; with `seconds` of 0 returns the process."""
        folder = stage["upper"]
        script = (f'mount -t overlay overlay -o "lowerdir=/,upperdir={folder}/upper,workdir={folder}/work" "{folder}/root" && '
                  f'mount --rbind /dev "{folder}/root/dev" && mount -t proc proc "{folder}/root/proc" && mkdir -p "{folder}/root/root/.cache" && '
                  f'mount --bind "{self.work.parent}/cache" "{folder}/root/root/.cache" && {{ ip link set lo up || true; }} && '
                  'exec chroot "$0" sh -c \'mkdir -p "$0" && cd "$0" && exec "$@"\' "$@"')
        (self.work.parent / "cache").mkdir(exist_ok=True)
        environment = {"PATH": SEARCH_PATH, "HOME": "/root",
                       **{name: os.environ[name] for name in os.environ if name.lower().endswith("_proxy") or "CERT" in name or "CA_BUNDLE" in name},
                       **stage["environment"]}
        spaces = ["--mount", "--pid", "--fork", "--kill-child"] + ([] if network else ["--net"])
        command = ["unshare", *spaces, "sh", "-c", script, f"{folder}/root", stage["directory"], *words]
        if seconds == 0:
            return subprocess.Popen(command, env=environment, **options)
        return subprocess.run(command, env=environment, timeout=seconds, capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL)

    # -- instructions ---------------------------------------------------------------------------
    def expand(self, text, stage):
        known = {**self.arguments, **stage["environment"]}
        text = re.sub(r"\$\{(\w+):-([^}]*)\}", lambda m: known.get(m[1]) or m[2], text)
        return re.sub(r"\$\{?(\w+)\}?", lambda m: known.get(m[1], ""), text)

    def run(self, rest, stage):
        flags, rest = re.match(r"((?:--\S+\s+)*)(.*)", rest, re.S).groups()
        for mount in re.findall(r"--mount=(\S+)", flags):
            fields = dict(part.partition("=")[::2] for part in mount.split(","))
            target = fields.get("target") or fields.get("dst") or fields.get("destination")
            if fields.get("type", "bind") == "bind":
                if "from" in fields:
                    raise NotHere("a mount of another image")
                self.copy([fields.get("source", fields.get("src", ".")), target], "", stage)
        if "<<" in rest:
            raise NotHere("a heredoc")
        words = json.loads(rest) if rest.startswith("[") else [*stage["shell"], rest]
        done = self.inside({**stage, "environment": {**self.arguments, **stage["environment"]}}, words)
        if done.returncode != 0:
            raise NotHere(f"a build step, {rest[:60]}: {(done.stderr or done.stdout).strip()[-200:]}")

    def copy(self, words, flags, stage):
        *sources, target = words
        folder = os.path.normpath(os.path.join(stage["directory"], target))
        source_of = re.search(r"--from=(\S+)", flags)
        if source_of:
            name = source_of[1]
            if name not in self.names and not name.isdigit():
                raise NotHere(f"the image {name}")
            other = self.stages[self.names.get(name, int(name) if name.isdigit() else 0)]
        into = target.endswith("/") or target in (".", "./") or len(sources) > 1
        for source in sources:
            root = other["upper"] / "upper" if source_of else self.context
            found = sorted(glob.glob(str(root) + "/" + source.lstrip("/"), include_hidden=True))
            if not found:
                raise NotHere(f"a source of a copy, {source}")
            for path in found:
                self.put(path, folder, into, stage, None if source_of else self.context)
        mode = re.search(r"--chmod=(\d+)", flags)
        if mode:
            self.inside(stage, ["chmod", "-R", mode[1], folder])

    def put(self, path, folder, into, stage, context):
        def left_out(at, names):
            return [name for name in names if context and is_ignored(os.path.relpath(os.path.join(at, name), context), self.ignore)
                    and not any(rule.startswith("!") for rule in self.ignore)]
        if context and os.path.normpath(path) != str(context) and is_ignored(os.path.relpath(path, context), self.ignore):
            raise NotHere(f"a source of a copy that is ignored, {os.path.relpath(path, context)}")
        staging = self.work / "copied"
        shutil.rmtree(staging, ignore_errors=True)
        if os.path.isdir(path):
            shutil.copytree(path, staging, symlinks=True, ignore=left_out)
            words = ["cp", "-a", "/copied/.", folder + "/"]
        else:
            staging.mkdir()
            shutil.copy2(path, staging / os.path.basename(path))
            is_folder = into or self.inside(stage, ["test", "-d", folder]).returncode == 0
            words = ["cp", "-a", "/copied/" + os.path.basename(path), folder + "/" if is_folder else folder]
        inside = stage["upper"] / "upper/copied"
        shutil.copytree(staging, inside, symlinks=True)
        parent = folder if words[-1].endswith("/") else os.path.dirname(folder)
        done = self.inside(stage, ["sh", "-c", 'mkdir -p "$0" && "$@"', parent, *words])
        shutil.rmtree(inside)
        if done.returncode != 0:
            raise NotHere("a copy: " + done.stderr[-200:])

    def step(self, keyword, rest):
        if keyword == "FROM":
            words = [self.expand(word, {"environment": {}}) for word in rest.split() if not word.startswith("--")]
            self.new_stage(words[0], words[2] if len(words) == 3 else "")
            return
        if keyword == "ARG":
            for part in rest.split():
                name, _, value = part.partition("=")
                self.arguments.setdefault(name, value.strip("\"'"))
            return
        stage = self.stages[-1]
        if keyword == "RUN":
            self.run(rest, stage)
        elif keyword in ("COPY", "ADD"):
            flags, rest = re.match(r"((?:--\S+\s+)*)(.*)", rest, re.S).groups()
            if "://" in rest or "<<" in rest:
                raise NotHere("a download or a heredoc")
            self.copy([self.expand(word, stage) for word in (json.loads(rest) if rest.startswith("[") else rest.split())], flags, stage)
        elif keyword == "WORKDIR":
            stage["directory"] = os.path.normpath(os.path.join(stage["directory"], self.expand(rest, stage).strip("\"'")))
            self.inside(stage, ["true"])
        elif keyword == "ENV":
            pairs = re.findall(r"(\w+)=(\"(?:[^\"\\]|\\.)*\"|'[^']*'|\S*)", rest) if "=" in rest.split()[0] else [rest.split(None, 1)]
            stage["environment"].update({name: self.expand(value.strip("\"'"), stage) for name, value in pairs})
        elif keyword in ("CMD", "ENTRYPOINT"):
            stage[keyword.lower()] = json.loads(rest) if rest.startswith("[") else [*stage["shell"], rest]
            if keyword == "ENTRYPOINT":
                stage["cmd"] = None
        elif keyword == "SHELL":
            stage["shell"] = json.loads(rest)

    def make(self, target=None):
        for keyword, rest in instructions(self.text):
            if keyword == "FROM" and target and target in self.names:
                break
            self.step(keyword, rest)

    def start(self, seconds=6):
        """Whether it is still running after `seconds`, or ended because a service is missing; and the last it said."""
        stage = self.stages[-1]
        words = (stage["entrypoint"] or []) + (stage["cmd"] or [])
        if not words:
            raise NotHere("a start command")
        log = self.work / "log"
        with open(log, "wb") as output:
            process = self.inside({**stage, "environment": {**stage["environment"], **self.settings}}, words, seconds=0,
                                  network=False, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
            for _ in range(seconds * 10):
                time.sleep(0.1)
                if process.poll() is not None:
                    break
            running = process.poll() is None
            process.kill()
            process.wait()
        said = log.read_text(errors="replace")
        running = running and not GIVEN_UP.search(said)
        return running or bool(SERVICES.search(said)), said.strip()[-300:]
