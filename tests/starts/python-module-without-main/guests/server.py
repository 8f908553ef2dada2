from http.server import HTTPServer, SimpleHTTPRequestHandler


def serve():
    HTTPServer(("0.0.0.0", 8000), SimpleHTTPRequestHandler).serve_forever()
