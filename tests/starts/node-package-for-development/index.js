import "dotenv/config";
import polka from "polka";

polka().get("/", (request, response) => response.end("notes")).listen(3000);
