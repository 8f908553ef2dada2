#!/usr/bin/env bash
# The output that README.md shows must be what the sample's expected.txt holds: readme_test.sh ROOT
set -euo pipefail

cd "$1"
shown=$(awk '/^<!-- sample-output/ { found = 1; next } found && /^```/ { if (inside) exit; inside = 1; next } inside' README.md)
expected=$(cat samples/flask-tutorial/expected.txt)

if [ -z "$shown" ] || [[ $expected != *"$shown"* ]]; then
    echo "README.md shows this, which samples/flask-tutorial/expected.txt does not hold:"
    echo "$shown"
    exit 1
fi
