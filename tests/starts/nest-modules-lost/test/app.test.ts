import { answer } from "../src/app";

if (answer() !== "text/plain") throw new Error("not text");
