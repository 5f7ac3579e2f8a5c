// Starts the Deno binary of the npm package with the given arguments. The package's own wrapper does not
// pass signals on (a SIGTERM to it orphans deno), so Ctrl-C and SIGTERM are forwarded here.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { constants } from "node:os";
import { execFileSync } from "node:child_process";

const folder = dirname(createRequire(import.meta.url).resolve("deno/package.json"));
const binary = join(folder, process.platform === "win32" ? "deno.exe" : "deno");

// With `--ignore-scripts` npm has not run the package's install step yet: its first run places the binary.
if (!existsSync(binary)) execFileSync(process.execPath, [join(folder, "bin.cjs"), "--version"], { stdio: "ignore" });

const child = spawn(binary, process.argv.slice(2), { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
