# shellcheck shell=bash
# What the scripts beside this file share: where things are, installing packages, configuring and building.
# Whatever they have to say goes to standard error; standard output belongs to dockcheck.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$root/build/release
program=$build/bin/dockcheck
stamp=$build/built                 # made when a build of the program begins, kept when it succeeds
sources=(analyzer rules cmake CMakeLists.txt CMakePresets.json)

say() { echo "${0##*/}: $*" >&2; }

fail() {
    say "$@"
    exit 2
}

# Whether the program is there and no source is newer than its last build.
up_to_date() {
    [ -x "$program" ] && [ -e "$stamp" ] &&
        [ -z "$(cd "$root" && find "${sources[@]}" -newer "$stamp" -print -quit)" ]
}

# missing_packages PURPOSE...: the packages of packages.txt for these purposes that are not installed.
missing_packages() {
    local purpose names name installed
    installed=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' | sed -n 's/^ii  *//p')
    while read -r purpose names; do
        case " $* " in *" $purpose "*) ;; *) continue ;; esac
        for name in $names; do
            if grep -qxF "$name" <<<"$installed"; then continue 2; fi
        done
        echo "$names"
    done <"$root/scripts/packages.txt"
}

# offered NAME...: the first of these packages that the system's package lists know.
offered() {
    local name
    for name in "$@"; do
        if [ -n "$(apt-cache madison "$name" 2>/dev/null)" ]; then
            echo "$name"
            return
        fi
    done
    echo "$1"
}

# install_packages PURPOSE...: installs what is missing with apt-get; elsewhere it says what is needed.
install_packages() {
    if ! command -v apt-get >/dev/null; then
        elsewhere
        return
    fi
    local missing chosen=() line as_root=() log
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0

    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null ||
            fail "only root can install the missing packages: ${missing//$'\n'/, }"
        as_root=(sudo)
    fi
    log=$(mktemp)
    ${as_root[@]+"${as_root[@]}"} apt-get update -qq >"$log" 2>&1 || {
        cat "$log" >&2
        fail "apt-get update failed"
    }
    while read -r line; do
        # shellcheck disable=SC2086  # a line is a list of names
        chosen+=("$(offered $line)")
    done <<<"$missing"
    say "installing ${chosen[*]}"
    ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq -y --no-install-recommends "${chosen[@]}" >"$log" 2>&1 </dev/null || {
        cat "$log" >&2
        fail "apt-get could not install ${chosen[*]}"
    }
    rm -f "$log"
}

# On a system without apt-get nothing is installed; what is needed is said once, where the tools are missing.
elsewhere() {
    command -v cmake >/dev/null && command -v ninja >/dev/null && return
    case $(uname -s) in
        Darwin) fail "needs CMake, Ninja, pkg-config and the libraries of vcpkg.json:
    brew install cmake ninja pkg-config vcpkg
    vcpkg install
    export CMAKE_TOOLCHAIN_FILE=\$VCPKG_ROOT/scripts/buildsystems/vcpkg.cmake" ;;
        *) fail "needs a C++20 compiler, CMake 3.25, Ninja, pkg-config and the libraries of vcpkg.json;
    scripts/packages.txt has their names in Debian and Ubuntu" ;;
    esac
}

# configure OPTION...: configures the release preset; silent unless it fails.
configure() {
    local log
    mkdir -p "$build"
    log=$build/configure.log
    if [ -z "${CMAKE_CXX_COMPILER_LAUNCHER:-}" ] && command -v ccache >/dev/null; then
        export CMAKE_CXX_COMPILER_LAUNCHER=ccache
    fi
    (cd "$root" && cmake --preset release "$@") >"$log" 2>&1 || {
        cat "$log" >&2
        fail "CMake could not configure the build"
    }
}

# One build at a time in this folder: a second caller waits.
lock() {
    mkdir -p "$build"
    command -v flock >/dev/null || return 0
    exec 9>"$build/lock"
    flock 9
}

# build_targets OPTION...: builds the release preset, with the options of `cmake --build`.
build_targets() {
    touch "$stamp.new"
    (cd "$root" && cmake --build --preset release "$@") >&2 || fail "the build failed"
    mv "$stamp.new" "$stamp"
}
