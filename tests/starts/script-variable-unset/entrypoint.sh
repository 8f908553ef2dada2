#!/bin/sh
set -eu

echo "Serving $SITE_NAME"
mkdir -p /data
exec "$@"
