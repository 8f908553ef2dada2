import os


def required(name):
    value = os.environ.get(name)
    if not value:
        raise RuntimeError(f"the environment variable {name} must be set")
    return value


class Config:
    def __init__(self):
        self.DB_NAME = required("DB_NAME")
        self.DB_USERNAME = required("DB_USERNAME")
        self.DB_PASSWORD = required("DB_PASSWORD")
        self.SECRET_KEY = required("SECRET_KEY")
