import os
from pathlib import Path


def required(name):
    value = os.environ.get(name)
    if not value:
        raise RuntimeError(f"the environment variable {name} must be set")
    return value


def secret(name):
    path = Path(os.environ.get("SECRETS_DIRECTORY", "/run/secrets"), name)
    try:
        return path.read_text().strip()
    except OSError as error:
        raise RuntimeError(f"the secret {name} must be mounted as {path}") from error


class Config:
    def __init__(self):
        self.DB_NAME = required("DB_NAME")
        self.DB_USERNAME = required("DB_USERNAME")
        self.DB_PASSWORD = secret("db_password")
        self.SECRET_KEY = secret("secret_key")
