from flask import Flask


def create_app(name="guestbook"):
    app = Flask(name)
    from . import views
    app.register_blueprint(views.bp)
    return app
