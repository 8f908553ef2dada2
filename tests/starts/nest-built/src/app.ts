declare function require(name: string): any;

const mime = require("mime");
export const answer = (): string => mime.getType("a.txt");
