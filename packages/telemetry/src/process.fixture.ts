/** @module A small process that the test of `runProcess` starts; its first argument chooses how it behaves. */
import { runProcess } from "./process.ts";

const behaviour = Deno.args[0];

await runProcess("fixture", async (log) => {
  if (behaviour === "fail") throw Object.assign(new Error("port 1 is in use"), { forOperator: true });
  const timer = setInterval(() => {}, 1_000);
  if (behaviour === "throw-later") setTimeout(() => Promise.reject(new Error("later")), 1);
  log.info("hello");
  return {
    ready: { port: 42 },
    async stop() {
      if (behaviour === "hang") await new Promise(() => {});
      clearInterval(timer);
      log.info("bye");
    },
  };
}, { stopTimeoutMs: 200 });
