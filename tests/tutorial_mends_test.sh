#!/usr/bin/env bash
# Mends the faults of samples/flask-tutorial one at a time: just the findings about that fault may go.
# tutorial_mends_test.sh DOCKCHECK SAMPLE
set -euo pipefail

program=$(realpath "$1")
sample=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

# Names of the rules that find something, one a line.
rules_found() {
    "$program" --isolated --today 2026-11-26 --exit-zero -f concise Dockerfile 2>/dev/null |
        sed 's/.*\[\([a-z-]*\)\]$/\1/' | sort
}

# mend GONE COMMAND...: after the command on a fresh copy all findings but those of the rules in GONE remain.
mend() {
    local gone=$1 expected actual
    shift
    rm -rf "$work/app"
    cp -R "$sample" "$work/app"
    cd "$work/app"
    expected=$(rules_found)
    for rule in $gone; do
        if ! grep -qx "$rule" <<<"$expected"; then
            echo "the tutorial has no finding of $rule"
            failures=$((failures + 1))
        fi
        expected=$(grep -vx "$rule" <<<"$expected")
    done
    "$@"
    actual=$(rules_found)
    if [ "$expected" != "$actual" ]; then
        echo "after mending $gone:"
        diff <(echo "$expected") <(echo "$actual") || true
        failures=$((failures + 1))
    fi
}

mend end-of-life-base-image sed -i 's/3\.8\.3-alpine/3.13-alpine/' Dockerfile
mend source-copied-before-dependency-install \
    sed -i 's/^COPY demoapp .$/COPY demoapp\/requirements.tzt ./; s/^RUN .*/&\nCOPY demoapp ./' Dockerfile
mend relative-copy-destination-without-workdir sed -i 's/^COPY/WORKDIR \/srv\/app\n&/' Dockerfile
mend pip-cache-left-in-layer sed -i 's/pip install/& --no-cache-dir/' Dockerfile
mend requirements-file-not-found mv demoapp/requirements.tzt demoapp/requirements.txt
mend exec-form-argument-with-spaces sed -i 's/"run --host/"run", "--host/' Dockerfile
mend gunicorn-installed-but-unused sed -i '/^[Gg]unicorn/d' demoapp/requirements.tzt
mend missing-user sed -i 's/^ENTRYPOINT/USER 10001\n&/' Dockerfile
mend required-env-not-provided sed -i 's/required("\([A-Z_]*\)")/os.environ.get("\1", "")/' demoapp/app/config.py
# Another start command mends all that is wrong with the old one.
mend "exec-form-argument-with-spaces flask-development-server gunicorn-installed-but-unused" \
    sed -i 's/^ENTRYPOINT.*/ENTRYPOINT ["gunicorn", "--bind=0.0.0.0:5000", "app:create_app()"]/' Dockerfile

[ $failures -eq 0 ]
