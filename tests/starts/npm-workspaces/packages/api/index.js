const http = require("http");
const { count } = require("@shop/stock");

http.createServer((request, response) => response.end(String(count()))).listen(3000);
