"""Builds a Dockerfile on top of a small Debian or this machine's own files, in layers of an overlay that are thrown away,
and starts what it would start, cut off from the network. For check-starts; wants root and Linux."""

import fnmatch
import glob
import json
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import base_images
from base_images import NotHere

# A program that gets as far as asking for its database, or for Docker, has started.
SERVICES = re.compile(r"ECONNREFUSED|ENOTFOUND|EAI_AGAIN|[Cc]onnection refused|could not translate host name|getaddrinfo|"
                      r"[Nn]ame or service not known|Temporary failure in name resolution|Network is unreachable|MaxRetryError|"
                      r"while fetching server API version")
# What supervisord and nodemon say of a program that they cannot start; they stay themselves.
GIVEN_UP = re.compile(r"spawnerr|entered FATAL state|app crashed - waiting for file changes")

# A file written in the Dockerfile whose lines are taken as they are: what is expanded in others is not.
HEREDOC = re.compile(r"<<[\"'](\w+)[\"']\s+(\S+)$")


SEARCH_PATH = "/opt/stubs:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"


def activity(ancestor):
    """What a process and all that it began have used, a tenth of a second being nothing; never the same for what waits for
    a processor or a disk."""
    parents, used, busy = {}, {}, set()
    for path in glob.glob("/proc/[0-9]*/stat"):
        try:
            fields = Path(path).read_text().rpartition(")")[2].split()
        except OSError:
            continue
        process = int(path.split("/")[2])
        parents[process], used[process] = int(fields[1]), int(fields[11]) + int(fields[12])
        if fields[0] in "RD":
            busy.add(process)
    total, is_busy, ahead = 0, False, [ancestor]
    while ahead:
        at = ahead.pop()
        total += used.get(at, 0)
        is_busy = is_busy or at in busy
        ahead += [child for child, parent in parents.items() if parent == at]
    return time.monotonic() if is_busy else total // 10


def instructions(text):
    """Keyword and rest of each instruction; the lines of a copied heredoc follow the rest."""
    found, line, lines = [], "", iter(text.splitlines())
    for part in lines:
        if part.lstrip().startswith("#") or (not line and not part.strip()):
            continue
        line += part.rstrip()
        if line.endswith("\\"):
            line = line[:-1] + " "
            continue
        keyword, _, rest = line.strip().partition(" ")
        heredoc = HEREDOC.search(rest) if keyword.upper() in ("COPY", "ADD") else None
        body = list(iter(lambda: next(lines, heredoc[1]), heredoc[1])) if heredoc else []
        found.append((keyword.upper(), "\n".join([rest.strip(), *body])))
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
    def __init__(self, work, context, dockerfile, settings=(), seconds=300):
        self.work, self.context = Path(work), Path(context)
        self.text = Path(dockerfile).read_text(encoding="utf-8", errors="replace")
        ignore = Path(str(dockerfile) + ".dockerignore")
        ignore = ignore if ignore.exists() else self.context / ".dockerignore"
        lines = ignore.read_text().splitlines() if ignore.exists() else []
        self.ignore = [line.strip().removeprefix("./") for line in lines if line.strip() and not line.startswith("#")]
        self.stages, self.names, self.arguments = [], {}, {}
        self.settings, self.seconds, self.foreign = dict(settings), seconds, {}

    # -- layers ---------------------------------------------------------------------------------
    def new_stage(self, image, name):
        base = self.stages[self.names[image]] if image in self.names else None
        stage = {"upper": self.work / f"stage{len(self.stages)}", "image": base["image"] if base else image}
        for folder in ("upper", "work", "root"):
            (stage["upper"] / folder).mkdir(parents=True)
        copied = base["upper"] / "upper" if base else None
        if base:
            stage["below"] = base["below"]
        else:
            layer, system = base_images.base_of(image)
            # An overlay takes no layer that lies below another, as all of these lie below the root: they are copied.
            stage["below"], copied = ("/", layer) if str(system) == "/" else (f"{layer}:{system}", None)
        if copied:
            subprocess.run(["cp", "-a", str(copied) + "/.", stage["upper"] / "upper"], check=True)
        for key, value in (("environment", {"PATH": SEARCH_PATH}), ("directory", "/"), ("entrypoint", None), ("cmd", None), ("shell", ["/bin/sh", "-c"])):
            stage[key] = (base[key].copy() if isinstance(value, dict) else base[key]) if base else value
        if name:
            self.names[name] = len(self.stages)
        self.stages.append(stage)

    def inside(self, stage, words, seconds=None, network=True, **options):
        """Runs words with the stage's files as the root; with `seconds` of 0 returns the process."""
        folder, cache = stage["upper"], base_images.CACHE / "registries"
        script = (f'mount -t overlay overlay -o "lowerdir={stage["below"]},upperdir={folder}/upper,workdir={folder}/work" "{folder}/root" && '
                  f'mount --rbind /dev "{folder}/root/dev" && mount -t proc proc "{folder}/root/proc" && mkdir -p "{folder}/root{base_images.SHARED}" && '
                  f'mount --bind "{cache}" "{folder}/root{base_images.SHARED}" && {{ ip link set lo up || true; }} && '
                  'exec chroot "$0" sh -c \'mkdir -p "$0" && cd "$0" && exec "$@"\' "$@"')
        cache.mkdir(parents=True, exist_ok=True)
        # A build may make its own list of certificates anew, without those of this machine.
        if network:
            shutil.copy(base_images.CERTIFICATES, cache / "certificates.crt")
        environment = {"PATH": SEARCH_PATH, "HOME": "/root", "PYTHONDONTWRITEBYTECODE": "1",
                       **{name: value.replace(base_images.CERTIFICATES, f"{base_images.SHARED}/certificates.crt") for name, value in base_images.surroundings().items()},
                       **{name: value for name, value in stage["environment"].items() if not name.startswith("PIP_NO_CACHE")},
                       **({**base_images.CLIENTS, "POETRY_PYPI_MIRROR_URL": base_images.index_of_pip()} if network else {})}
        spaces = ["--mount", "--pid", "--fork", "--kill-child"] + ([] if network else ["--net"])
        command = ["unshare", *spaces, "sh", "-c", script, f"{folder}/root", stage["directory"], *words]
        if seconds == 0:
            return subprocess.Popen(command, env=environment, **options)
        return subprocess.run(command, env=environment, timeout=seconds or self.seconds, capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL)

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
                source = "--from=" + fields["from"] if "from" in fields else ""
                self.copy([fields.get("source", fields.get("src", ".")), target], source, stage)
        if "<<" in rest:
            raise NotHere("a heredoc")
        # What is fetched once is kept for the next build.
        rest = re.sub(r"\s--no-cache-dir\b", " ", rest)
        rest = re.sub(r"\b(npm cache clean( --force)?|pip cache purge|yarn cache clean)", "true", rest)
        # Poetry asks PyPI in a way of its own, which is not let through everywhere; with this it asks as pip does.
        rest = re.sub(r"(pip3? install\b[^&;|]*?[\"']?\bpoetry(?:[=<>~!][^\s\"']*)?[\"']?)(?=\s|$)", r"\1 poetry-plugin-pypi-mirror", rest)
        words = json.loads(rest) if rest.startswith("[") else [*stage["shell"], rest]
        done = self.inside({**stage, "environment": {**self.arguments, **stage["environment"]}}, words)
        if done.returncode != 0:
            raise NotHere(f"a build step, {rest[:60]}: {(done.stderr or done.stdout).strip()[-200:]}")

    def copy(self, words, flags, stage, written=None):
        *sources, target = words
        folder = os.path.normpath(os.path.join(stage["directory"], target))
        source_of = re.search(r"--from=(\S+)", flags)
        if source_of:
            name = source_of[1]
            if name in self.names or name.isdigit():
                root = self.stages[self.names[name] if name in self.names else int(name)]["upper"] / "upper"
            else:
                root = base_images.foreign_files(self.expand(name, stage))
        into = target.endswith("/") or target in (".", "./") or len(sources) > 1
        for source in sources:
            root = root if source_of else written or self.context
            found = sorted(glob.glob(str(root) + "/" + source.lstrip("/"), include_hidden=True))
            if not found and not re.search(r"[*?[]", source):
                raise NotHere(f"a source of a copy, {source}")
            for path in found:
                self.put(path, folder, into, stage, None if source_of or written else self.context)
        mode = re.search(r"--chmod=(\d+)", flags)
        if mode:
            self.inside(stage, ["chmod", "-R", mode[1], folder])

    def write(self, name, target, lines, flags, stage):
        """A file of those lines, as a heredoc has them."""
        folder = self.work / "written"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text("\n".join([*lines, ""]))
        self.copy([name, target], flags, stage, folder)

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
            heredoc = HEREDOC.search(rest.split("\n")[0])
            if "://" in rest or ("<<" in rest and not heredoc):
                raise NotHere("a download or a heredoc")
            if heredoc:
                self.write(heredoc[1], heredoc[2], rest.split("\n")[1:], flags, stage)
                return
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

    def start(self, seconds=40):
        """Whether it still runs when it has become quiet, or ended because a service is missing; and the last it said."""
        stage = self.stages[-1]
        words = (stage["entrypoint"] or []) + (stage["cmd"] or [])
        if not words:
            raise NotHere("a start command")
        log = self.work / "log"
        with open(log, "wb") as output:
            process = self.inside({**stage, "environment": {**stage["environment"], **self.settings}}, words, seconds=0,
                                  network=False, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
            quiet, used, until = 0, -1.0, time.monotonic() + seconds
            while process.poll() is None and quiet < 30 and time.monotonic() < until:
                time.sleep(0.1)
                before, used = used, activity(process.pid)
                quiet = quiet + 1 if used == before else 0
            running = process.poll() is None
            process.kill()
            process.wait()
        said = log.read_text(errors="replace")
        running = running and not GIVEN_UP.search(said)
        return running or bool(SERVICES.search(said)), said.strip()[-300:]
