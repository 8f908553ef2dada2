import json

from flask import Flask

app = Flask(__name__)

with open("config.json") as file:
    app.config.update(json.load(file))


@app.get("/")
def index():
    return app.config["title"]
