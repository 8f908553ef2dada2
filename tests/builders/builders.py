"""The two real builders, docker and buildah: how each builds a Dockerfile, and what it says the image is."""

import json
import subprocess
import time

# What the builders and the prediction are held against each other by. buildah keeps ports as they are written.
FIELDS = ("User", "Env", "Entrypoint", "Cmd", "Volumes", "WorkingDir", "Labels", "StopSignal", "Healthcheck", "Shell", "OnBuild", "Author")
IMAGE = "dockcheck-test"


class BuildFailed(Exception):
    """What the builder said."""


def run(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    except subprocess.TimeoutExpired as ended:
        raise BuildFailed(f"{command[0]} took more than 300 seconds") from ended
    if done.returncode != 0:
        raise BuildFailed(f"{command[0]} left with {done.returncode}: {(done.stdout + done.stderr)[-1500:]}")
    return done.stdout + done.stderr


def again(attempt):
    """What an attempt makes; where it fails, what another one makes a while later: a daemon may have ended meanwhile."""
    try:
        return attempt()
    except BuildFailed:
        time.sleep(10)
        return attempt()


class Docker:
    name = "docker"
    fields = FIELDS + ("ExposedPorts",)

    def config(self, file, context, options):
        run("docker", "build", "-q", "--network", "none", "-t", IMAGE, *options, "-f", file, context)
        (image,) = json.loads(run("docker", "image", "inspect", IMAGE))
        return image["Config"] | {"Author": image.get("Author")}


class Buildah:
    name = "buildah"
    fields = FIELDS

    def config(self, file, context, options):
        run("buildah", "bud", "-q", "--isolation", "chroot", "--pull-never", "--format", "docker", "--identity-label=false", "-t", IMAGE,
            *options, "-f", file, context)
        image = json.loads(run("buildah", "inspect", "--type", "image", IMAGE))["Docker"]
        return image["config"] | {"Author": image.get("author")}


def of_names(names):
    return [builder() for builder in (Docker, Buildah) if builder.name in names]
