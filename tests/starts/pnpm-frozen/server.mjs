import { createServer } from "node:http";
import mime from "mime";

createServer((request, response) => response.end(mime.getType("a.txt"))).listen(8080);
