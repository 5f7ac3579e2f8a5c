import { explode } from "./explode.ts";

on("messageCreate", () => {});

explode();
