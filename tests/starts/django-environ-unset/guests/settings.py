from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env(DEBUG=(bool, False))
environ.Env.read_env(BASE_DIR / ".env")

SECRET_KEY = env("SECRET_KEY")
DEBUG = env("DEBUG")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"])
ROOT_URLCONF = "guests.urls"
WSGI_APPLICATION = "guests.wsgi.application"
INSTALLED_APPS = []
DATABASES = {"default": env.db("DATABASE_URL", default="sqlite:////tmp/db.sqlite3")}
