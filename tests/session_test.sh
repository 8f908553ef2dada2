#!/usr/bin/env bash
# Replays a session of a user in an empty folder and compares what it shows: session_test.sh DOCKCHECK SESSION.txt
# In a session `$ ` begins a command, `> ` goes on with it, and what follows is its output with `[STATUS]` when that is
# not 0; lines that begin with `##` are remarks. DOCKCHECK_BLESS=1 writes the outputs anew.
set -uo pipefail

program=$(realpath "$1")
session=$(realpath "$2")
if grep -q '\bgit ' "$session" && ! command -v git >/dev/null; then
    echo "SKIPPED: $(basename "$session" .txt), there is no git"
    exit 77
fi
scratch=$(mktemp -d)
scratch=$(cd "$scratch" && pwd -P)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin" "$scratch/home" "$scratch/here"
ln -s "$program" "$scratch/bin/dockcheck"

# Nothing of the machine shows: no configuration of its user, no variables, no day.
for variable in $(compgen -e DOCKCHECK_ | grep -v '^DOCKCHECK_BLESS$') XDG_CONFIG_HOME COLUMNS NO_COLOR FORCE_COLOR; do
    unset "$variable"
done
export PATH=$scratch/bin:$PATH HOME=$scratch/home TERM=dumb LC_ALL=C.UTF-8 SOURCE_DATE_EPOCH=1790000000
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
cd "$scratch/here" || exit 2

actual=$scratch/actual
command=

play() {
    [ -n "$command" ] || return 0
    printf '$ %s\n' "${command//$'\n'/$'\n'> }" >>"$actual"
    local status=0
    eval "$command" >"$scratch/output" 2>&1 </dev/null || status=$?
    sed "s|$scratch|SCRATCH|g" "$scratch/output" >>"$actual"
    if [ $status -ne 0 ]; then echo "[$status]" >>"$actual"; fi
    command=
}

while IFS= read -r line <&3; do
    case $line in
        '$ '*) play; command=${line#'$ '} ;;
        '> '*) command+=$'\n'${line#'> '} ;;
        '##'*) play; printf '%s\n' "$line" >>"$actual" ;;
    esac
done 3<"$session"
play

if [ -n "${DOCKCHECK_BLESS:-}" ]; then
    cp "$actual" "$session"
else
    diff -u --label "$(basename "$session")" --label "what happened" "$session" "$actual"
fi
