/** @module A real Chromium for tests: without a window, without a network of its own. */
import { type Browser, chromium } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome"];

/** Where it is; undefined where there is none. */
function findChromium(): string | undefined {
  const folders = (Deno.env.get("PATH") ?? "").split(":");
  return folders.flatMap((folder) => names.map((name) => `${folder}/${name}`)).find((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false;
    }
  });
}

/** Why no browser can be started here; undefined where it can. */
export function whyNoChromium(): string | undefined {
  return findChromium() === undefined ? "there is no chromium" : undefined;
}

/** Starts one; `close` ends it. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium()!,
    args: [
      // CI runs as root in a container, where Chromium's own sandbox cannot be set up.
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
