# shellcheck shell=bash
# Real builders without a network, for the scripts that source this file behind lib.sh: a scratch folder, a store for
# buildah and, where Docker's daemon does not answer and is installed, one of our own for the time of the test. That
# takes root.

work=$(mktemp -d)
daemon=$work/daemon

end() {
    rm -f "$daemon/wanted"
    if [ -s "$daemon/pid" ]; then kill "$(cat "$daemon/pid")" 2>/dev/null && sleep 2; fi
    # Also what a daemon has left that did not end by itself.
    awk -v work="$work/" 'index($2, work) == 1 { print $2 }' /proc/mounts 2>/dev/null | sort -r |
        while read -r mounted; do umount -l "$mounted"; done || true
    rm -rf "$work" || true
}
trap end EXIT

# shellcheck disable=SC2016  # the inner shell expands
# A daemon whose only network is its own loopback: whatever is looked up is not found at once. Where it ends before its
# time, for want of memory for example, another one takes its place with the images that there are.
start_daemon() {
    mkdir -p "$daemon/client"
    # buildah and podman give up where Docker's client has no settings.
    echo '{}' | tee "$daemon/settings.json" >"$daemon/client/config.json"
    export daemon DOCKER_HOST=unix://$daemon/socket DOCKER_CONFIG=$daemon/client
    touch "$daemon/wanted"
    setsid unshare -n sh -c 'ip link set lo up
        for start in 1 2 3 4 5; do
            dockerd --config-file "$daemon/settings.json" -H "$DOCKER_HOST" --data-root "$daemon/data" --exec-root "$daemon/exec" \
                --pidfile "$daemon/pid" --storage-driver vfs --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false
            [ -e "$daemon/wanted" ] || exit 0
            sleep 1
        done' >"$daemon/log" 2>&1 </dev/null &
    for _ in $(seq 100); do
        if docker info >/dev/null 2>&1; then return; fi
        sleep 0.2
    done
}

# A newer client elsewhere on the path may know no BuildKit without a plugin: the one of the daemon's package goes first.
mkdir -p "$work/bin"
if [ -x /usr/bin/docker ]; then ln -s /usr/bin/docker "$work/bin/docker"; fi
export PATH=$work/bin:$PATH DOCKER_BUILDKIT=1
if command -v docker >/dev/null && ! docker info >/dev/null 2>&1 && command -v dockerd >/dev/null && [ "$(id -u)" -eq 0 ]; then
    start_daemon
fi

printf '[storage]\ndriver = "vfs"\ngraphroot = "%s/store"\nrunroot = "%s/run"\n' "$work" "$work" >"$work/storage.conf"
export CONTAINERS_STORAGE_CONF=$work/storage.conf
