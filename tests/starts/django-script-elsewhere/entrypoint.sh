#!/bin/bash
set -e

echo "Applying migrations"
python manage.py migrate --noinput

echo "Starting server"
exec gunicorn --chdir backend backend.wsgi:application --bind 0.0.0.0:8000
