require("dotenv").config();

if (!process.env.SESSION_SECRET) {
  console.error("SESSION_SECRET is not set");
  process.exit(1);
}

module.exports = { secret: process.env.SESSION_SECRET, port: process.env.PORT || 3000 };
