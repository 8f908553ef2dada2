declare function require(name: string): any;

const http = require("http");
http.createServer((request: any, response: any) => response.end("guests")).listen(3000);
