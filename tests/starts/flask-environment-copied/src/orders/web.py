import pathlib

import yaml
from flask import Flask
from pricing import total

app = Flask(__name__)
SETTINGS = pathlib.Path("/etc/orders/settings.yaml")
if SETTINGS.exists():
    app.config.update(yaml.safe_load(SETTINGS.read_text()))


@app.get("/total")
def show():
    return str(total([1, 2]))
