# syntax=docker/dockerfile:1
# check=skip=JSONArgsRecommended
FROM debian:bookworm-slim
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN <<EOF
set -e
apt-get update
apt-get install -y --no-install-recommends ca-certificates curl gnupg
curl -fsSL https://example.com/key.asc | gpg --dearmor -o /usr/share/keyrings/example.gpg
echo "deb [signed-by=/usr/share/keyrings/example.gpg] https://example.com/apt stable main" \
    > /etc/apt/sources.list.d/example.list
apt-get update && apt-get install -y example
rm -rf /var/lib/apt/lists/*
EOF
COPY <<"CONF" /etc/example/example.conf
listen = 0.0.0.0:80
workers = 4
CONF
RUN for f in /etc/example/*.conf; do \
        while read -r line; do [[ $line == listen* ]] && echo "$line"; done < "$f"; \
    done | tee /etc/example/summary
RUN [ -f /etc/example/summary ] || { echo missing; exit 1; }
ENV EXAMPLE_HOME="/opt/example" EXAMPLE_CONF="${EXAMPLE_HOME}/conf"
ONBUILD COPY . /opt/example
HEALTHCHECK NONE
CMD exec /usr/bin/example --config /etc/example/example.conf
