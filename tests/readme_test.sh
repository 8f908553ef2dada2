#!/usr/bin/env bash
# The outputs that README.md shows must be what the samples' expected.txt hold, each behind a line
#   <!-- sample-output: COMMAND, in samples/NAME -->
# and there must be some: readme_test.sh ROOT
set -euo pipefail

cd "$1"
mapfile -t folders < <(sed -n 's/^<!-- sample-output: .*, in \(samples\/[^ ]*\) -->$/\1/p' README.md)
if [ "${#folders[@]}" -eq 0 ] || [ "${#folders[@]}" -ne "$(grep -c 'sample-output' README.md)" ]; then
    echo "README.md has ${#folders[@]} marks of a sample's output, and $(grep -c 'sample-output' README.md) lines with that word"
    exit 1
fi
for number in "${!folders[@]}"; do
    folder=${folders[number]}
    shown=$(awk -v wanted="$number" '
        /^<!-- sample-output/ { found = seen++ == wanted; next }
        found && /^```/ { if (inside) exit; inside = 1; next }
        inside' README.md)
    expected=$(cat "$folder/expected.txt")
    if [ -z "$shown" ] || [[ $expected != *"$shown"* ]]; then
        echo "README.md shows this, which $folder/expected.txt does not hold:"
        echo "$shown"
        exit 1
    fi
done
