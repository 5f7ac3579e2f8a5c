import { on } from "@flora/sdk";
import { explode } from "./explode.ts";

on("messageCreate", () => {});

explode();
