const http = require("http");
const mime = require("mime");
const { names } = require("@guests/names");

http.createServer((request, response) => response.end(names().join() + mime.getType("a.txt"))).listen(3000);
