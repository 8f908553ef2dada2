import http.server
import os

http.server.ThreadingHTTPServer(('', int(os.environ['APP_PORT'])), http.server.SimpleHTTPRequestHandler).serve_forever()
