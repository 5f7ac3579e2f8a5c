#!/usr/bin/env node
// Runs the CLI on the Deno binary that npm installed.
import { fileURLToPath } from "node:url";
import { runDeno } from "../../../scripts/deno.mjs";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
runDeno(["run", "-A", "--no-prompt", "--quiet", main, ...process.argv.slice(2)]);
