import polka from "polka";
import { dishes } from "./dishes.js";

polka().get("/", (request, response) => response.end(dishes().join())).listen(3000);
