const http = require("http");

http.createServer((request, response) => response.end("guests")).listen(3000);
