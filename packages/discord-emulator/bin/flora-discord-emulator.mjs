#!/usr/bin/env node
// Runs the emulator with the Deno binary of the npm package. Ctrl-C and SIGTERM are passed on.
import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = dirname(createRequire(import.meta.url).resolve("deno/package.json"));
const binary = join(folder, process.platform === "win32" ? "deno.exe" : "deno");
const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

// With `--ignore-scripts` npm has not run the package's install step yet: its first run places the binary.
if (!existsSync(binary)) {
  execFileSync(process.execPath, [join(folder, "bin.cjs"), "--version"], { stdio: "ignore" });
}

const args = ["run", "-A", "--no-prompt", main, ...process.argv.slice(2)];
const child = spawn(binary, args, { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
