#!/usr/bin/env bash
# docs/dockcheck.1 must be what `dockcheck help man` prints: manual_test.sh DOCKCHECK ROOT
# DOCKCHECK_BLESS=1 writes it anew.
set -euo pipefail

page=$2/docs/dockcheck.1
if [ -n "${DOCKCHECK_BLESS:-}" ]; then
    "$1" help man >"$page"
else
    "$1" help man | diff -u --label docs/dockcheck.1 --label "dockcheck help man" "$page" -
fi

# Whoever has groff sees whether it understands all of it.
if command -v groff >/dev/null; then
    warnings=$(groff -man -ww -z -Tutf8 "$page" 2>&1)
    if [ -n "$warnings" ]; then
        echo "$warnings"
        exit 1
    fi
fi
