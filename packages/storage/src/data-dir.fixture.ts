/** @module Takes the data folder named by its argument, says so, and keeps it until it is killed. */
import { takeDataDir } from "./data-dir.ts";

await takeDataDir(Deno.args[0]!);
console.log("taken");
setInterval(() => {}, 60_000);
