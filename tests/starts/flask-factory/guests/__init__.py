from flask import Flask


def create_app():
    app = Flask(__name__)
    from . import pages
    app.register_blueprint(pages.pages)
    return app
