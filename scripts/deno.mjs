// Starts the Deno binary of the npm package. The package's own wrapper does not pass signals on (a SIGTERM to it
// orphans deno), so Ctrl-C and SIGTERM are forwarded here.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Path of the binary; with `--ignore-scripts` npm has not placed it yet, which the wrapper's first run does. */
function denoBinary() {
  const folder = dirname(createRequire(import.meta.url).resolve("deno/package.json"));
  const binary = join(folder, process.platform === "win32" ? "deno.exe" : "deno");
  if (!existsSync(binary)) {
    execFileSync(process.execPath, [join(folder, "bin.cjs"), "--version"], { stdio: "ignore" });
  }
  return binary;
}

/** Runs deno in the foreground and ends this process as it ended. */
export function runDeno(args) {
  const shell = process.ppid;
  const child = spawn(denoBinary(), args, { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  // A SIGTERM to `npm start` ends npm and the shell between, which passes it on to nobody.
  if (process.env.npm_lifecycle_event === "start") {
    const watch = setInterval(() => {
      if (process.ppid === shell) return;
      clearInterval(watch);
      child.kill("SIGTERM");
    }, 250);
    watch.unref();
  }
  child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  runDeno(process.argv.slice(2));
}
