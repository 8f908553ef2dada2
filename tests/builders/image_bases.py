"""The bases that tests/builders/images are built on: busybox, and programs that do next to nothing under the names of others."""

import re
import tarfile
from pathlib import Path

import builders

# What they would install does not matter, only what they are called with.
PROGRAMS = ("apt-get", "apk", "dnf", "yum", "zypper", "pip", "npm", "yarn", "composer", "pecl", "docker-php-ext-enable", "bundle", "curl", "sudo",
            "useradd")
CONTEXT = {
    "app.py": "print('hello')\n",
    "package.json": '{"name": "app"}\n',
    "requirements.txt": "flask==3.0.0\n",
    "id_rsa": "not a key\n",
}


def tree(folder, busybox):
    (folder / "bin").mkdir(parents=True)
    for name in ("tmp", "root", "etc"):
        (folder / name).mkdir()
    (folder / "tmp").chmod(0o1777)
    program = folder / "bin/busybox"
    program.write_bytes(Path(busybox).read_bytes())
    program.chmod(0o755)
    for name in set(builders.run(busybox, "--list").split()) - {"busybox", *PROGRAMS}:
        (folder / "bin" / name).symlink_to("busybox")
    scripts = dict.fromkeys(PROGRAMS, "true") | {"bash": 'exec /bin/busybox sh "$@"'}
    for name, text in scripts.items():
        script = folder / "bin" / name
        script.write_text(f"#!/bin/sh\n{text}\n")
        script.chmod(0o755)
    (folder / "etc/passwd").write_text(
        "root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000:app:/:/bin/sh\nnode:x:1001:1001:node:/:/bin/sh\n"
        "nobody:x:65534:65534:nobody:/:/bin/false\n")
    (folder / "etc/group").write_text("root:x:0:\napp:x:1000:\nnode:x:1001:\nnogroup:x:65534:\n")


def names_of_bases():
    files = (Path(__file__).resolve().parent / "images").glob("*.Dockerfile")
    return sorted({name for file in files for name in re.findall(r"(?m)^FROM (\S+)", file.read_text())})


def make(scratch, busybox, makers):
    """Gives the builders their bases; returns the folder that the files are built with."""
    tree(scratch / "base", busybox)
    archive = scratch / "base.tar"
    builders.run("tar", "-C", str(scratch / "base"), "--owner=0", "--group=0", "-cf", str(archive), ".")
    recipe = scratch / "base.Dockerfile"
    recipe.write_text('FROM scratch\nADD base.tar /\nCMD ["sh"]\n')
    names = names_of_bases()
    if "docker" in makers:
        builders.run("docker", "import", "-c", 'CMD ["sh"]', str(archive), names[0])
        for name in names[1:]:
            builders.run("docker", "tag", names[0], name)
    if "buildah" in makers:
        builders.run("buildah", "bud", "-q", "--format", "docker", "-t", names[0], "-f", str(recipe), str(scratch))
        builders.run("buildah", "tag", *names)
    context = scratch / "context"
    context.mkdir()
    for name, text in CONTEXT.items():
        (context / name).write_text(text)
    with tarfile.open(context / "site.tar", "w") as site:
        site.add(context / "app.py", "index.html")
    return context
