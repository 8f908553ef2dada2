#!/usr/bin/env bash
# Compares what dockcheck says about one sample with the sample's expected.txt: samples_test.sh DOCKCHECK SAMPLE
# expected.txt is standard output, then standard error, then the exit status, under a line naming each.
set -euo pipefail

program=$(realpath "$1")
cd "$2"

actual=$(mktemp)
errors=$(mktemp)
trap 'rm -f "$actual" "$errors"' EXIT

status=0
"$program" --isolated --today 2026-11-26 --color never --width 120 Dockerfile >"$actual" 2>"$errors" </dev/null || status=$?
{
    echo "--- standard error"
    cat "$errors"
    echo "--- exit status $status"
} >>"$actual"

if [ -n "${DOCKCHECK_BLESS:-}" ]; then
    cp "$actual" expected.txt
elif [ ! -e expected.txt ]; then
    echo "no expected.txt here; it would be (DOCKCHECK_BLESS=1 writes it):"
    cat "$actual"
    exit 1
else
    diff -u --label "expected.txt" --label "what dockcheck says" expected.txt "$actual"
fi
