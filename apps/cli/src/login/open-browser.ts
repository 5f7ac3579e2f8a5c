import { spawn } from "node:child_process";
import process from "node:process";
import { env } from "../environment.ts";

/** Shows an address in the person's browser, where there is one; nothing depends on it. */
export function openBrowser(url: string): void {
  if (!/^https?:\/\/[\w.:[\]-]+\/[\w/?=&%.-]*$/.test(url) || !Deno.stderr.isTerminal()) return;
  const command = browserCommand(url);
  if (!command) return;
  const [program, ...args] = command;
  const child = spawn(program, args, { stdio: "ignore", detached: true });
  child.on("error", () => undefined);
  child.unref();
}

function browserCommand(url: string): [string, ...string[]] | undefined {
  if (process.platform === "darwin") return ["open", url];
  if (process.platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler", url];
  return env("DISPLAY") || env("WAYLAND_DISPLAY") ? ["xdg-open", url] : undefined;
}
