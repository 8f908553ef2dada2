from flask import Flask, jsonify

from app.config import Config


def create_app():
    application = Flask(__name__)
    application.config.from_object(Config())

    @application.route("/")
    def guestbook():
        return jsonify(guests=[], database=application.config["DB_NAME"])

    return application
