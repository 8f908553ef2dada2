from flask import Flask, request

app = Flask(__name__)


@app.route("/echo", methods=["POST"])
def echo():
    return request.get_json()


app.run(host="0.0.0.0", port=8080)
