#!/usr/bin/env bash
# What stands in docs/ and is made by the program must be what it prints: made_docs_test.sh DOCKCHECK ROOT manual|schema,
# and docs/rules must be what rulesmith makes of the rules' pages: made_docs_test.sh RULESMITH ROOT rules
# DOCKCHECK_BLESS=1 writes it anew.
set -euo pipefail

if [ "$3" = rules ]; then
    cd "$2"
    if [ -n "${DOCKCHECK_BLESS:-}" ]; then exec "$1" index; fi
    exec "$1" index --check
fi
case $3 in
    manual) topic=man page=docs/dockcheck.1 ;;
    schema) topic=schema page=docs/dockcheck.schema.json ;;
esac
cd "$2"
if [ -n "${DOCKCHECK_BLESS:-}" ]; then
    "$1" help "$topic" >"$page"
elif ! "$1" help "$topic" | cmp -s - "$page"; then
    echo "$page is not what \"dockcheck help $topic\" prints:"
    diff -u "$page" <("$1" help "$topic") | head -30
    exit 1
fi

# Whoever has groff sees whether it understands all of the manual.
if [ "$3" = manual ] && command -v groff >/dev/null; then
    warnings=$(groff -man -ww -z -Tutf8 "$page" 2>&1)
    if [ -n "$warnings" ]; then
        echo "$warnings"
        exit 1
    fi
fi
