import polka from "polka";
import { greet } from "@team/greet";

polka().get("/", (request, response) => response.end(greet("x"))).listen(3000);
