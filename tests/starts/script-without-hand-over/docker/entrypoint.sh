#!/bin/sh
set -e

echo "Preparing the folder of the database"
mkdir -p /srv/data
