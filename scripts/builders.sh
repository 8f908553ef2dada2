# shellcheck shell=bash
# Real builders without a network, for the scripts that source this file behind lib.sh: a scratch folder, a store for
# buildah and, where Docker's daemon does not answer and is installed, one of our own for the time of the test. That
# takes root.

work=$(mktemp -d)
daemon=
daemons=0        # that were started

# Ends our daemon and the containerd that it has started.
end_daemon() {
    local program id
    for program in dockerd containerd; do
        id=$(cat "$daemon/pid" 2>/dev/null || true)
        if [ $program = containerd ]; then id=$(cat "$daemon/exec/containerd/containerd.pid" 2>/dev/null || true); fi
        # The number may be another program's by now.
        if [ "$(cat "/proc/${id:-none}/comm" 2>/dev/null)" = $program ] && kill "$id" 2>/dev/null; then sleep 2; fi
    done
    # One that was killed has left these.
    umount "$daemon/exec/netns/default" "$daemon/data" 2>/dev/null || true
}

end() {
    if [ -n "$daemon" ]; then end_daemon; fi
    # Also what a daemon has left that did not end by itself.
    awk -v work="$work/" 'index($2, work) == 1 { print $2 }' /proc/mounts 2>/dev/null | sort -r |
        while read -r mounted; do umount -l "$mounted"; done || true
    rm -rf "$work" 2>/dev/null || { sleep 3 && rm -rf "$work"; } || true
}
trap end EXIT

# shellcheck disable=SC2016  # the inner shell expands
# A daemon whose only network is its own loopback: whatever is looked up is not found at once.
start_daemon() {
    daemons=$((daemons + 1))
    daemon=$work/daemon$daemons
    mkdir -p "$daemon/client"
    # buildah and podman give up where Docker's client has no settings.
    echo '{}' | tee "$daemon/settings.json" >"$daemon/client/config.json"
    export daemon DOCKER_HOST=unix://$daemon/socket DOCKER_CONFIG=$daemon/client
    setsid unshare -n sh -c 'ip link set lo up
        exec dockerd --config-file "$daemon/settings.json" -H "$DOCKER_HOST" --data-root "$daemon/data" --exec-root "$daemon/exec" \
            --pidfile "$daemon/pid" --storage-driver vfs --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false' \
        >"$daemon/log" 2>&1 </dev/null &
    for _ in $(seq 150); do
        if docker info >/dev/null 2>&1; then return; fi
        sleep 0.4
    done
}

# Whether our daemon has ended, and another one answers now: what was asked of it is to be asked again. Nobody but this
# script ends it; all the same it may be ended from outside, or run out of memory.
daemon_is_new() {
    if [ -z "$daemon" ] || docker info >/dev/null 2>&1; then return 1; fi
    if [ "$daemons" -ge 5 ]; then
        echo "Docker's daemon has ended $daemons times; its log ends with"
        tail -n 5 "$daemon/log"
        return 1
    fi
    echo "Docker's daemon has ended; another one is started"
    end_daemon
    start_daemon
    docker info >/dev/null 2>&1
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
