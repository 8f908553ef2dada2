const http = require("node:http");

http.createServer((request, response) => response.end(new Date().toISOString())).listen(8080);
