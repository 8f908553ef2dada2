#!/usr/bin/env bash
# What the completions of bash offer, and that zsh and fish can read theirs: completions_test.sh DOCKCHECK
set -euo pipefail

program=$1
failed=0
unset "${!DOCKCHECK_@}"

# offered WORD...: what bash offers for the last word, sorted.
offered() {
    COMP_WORDS=(dockcheck "$@")
    COMP_CWORD=$#
    COMPREPLY=()
    _dockcheck
    printf '%s\n' ${COMPREPLY[@]+"${COMPREPLY[@]}"} | sort | tr '\n' ' '
}

# expect TEXT WORD...
expect() {
    local wanted=$1 found
    shift
    found=$(offered "$@")
    if [ "${found% }" != "$wanted" ]; then
        echo "for \"dockcheck $*\" bash offers \"$found\", not \"$wanted\""
        failed=1
    fi
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir folder
touch 'a file' Dockerfile
"$program" completions bash >dockcheck.bash
# shellcheck source=/dev/null
. ./dockcheck.bash

expect "completions config" co
expect "check" ch
expect "Dockerfile" Doc
expect "--fail-on --files-from --fix --format" --f
expect "--fail-on" check --fail
expect "sarif sonarqube" --format s
expect "sarif sonarqube" --format = s
expect "text" explain --format t
expect "json" rules -f j
expect "untagged-base-image" --select untagged
expect "all,untagged-base-image" --ignore all,untagged
expect "untagged-base-image" explain untagged
expect "warning" --fail-on w
expect "folder" --context f
expect "a file" --baseline a
expect "bash" completions b
expect "hadolint" migrate h
expect "Dockerfile" migrate hadolint D
expect "ignores" help ig
expect "--format" explain --f
expect "" init x
expect "" --build-arg x

for shell in zsh fish; do
    command -v $shell >/dev/null || continue
    "$program" completions $shell >script
    $shell -n script || failed=1
done
exit $failed
