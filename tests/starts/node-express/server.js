const express = require("express");

express().get("/", (request, response) => response.send("guests")).listen(3000);
