import { answer } from "./app";

declare function require(name: string): any;

function bootstrap(): void {
  require("http").createServer((request: any, response: any) => response.end(answer())).listen(3000);
}
bootstrap();
