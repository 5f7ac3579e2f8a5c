import assert from "node:assert/strict";
import { createServer } from "node:net";
import { listenAgain } from "@flora/protocol/testing/listen-again";
import { createLogger } from "@flora/telemetry";
import { connectGateway } from "./link.ts";

const log = createLogger({ name: "worker-0", level: "error" });
const address = (port: number) => ({ host: "127.0.0.1", port, secret: "s", name: "worker-0" });

Deno.test("connectGateway() waits for a gateway that is still starting", async () => {
  const [before, server] = [createServer(), createServer()];
  const port = await listenAgain(before);
  await new Promise<void>((resolve) => before.close(() => resolve()));
  const connecting = connectGateway(address(port), {} as never, log);
  await new Promise((resolve) => setTimeout(resolve, 200));
  await listenAgain(server, port);
  const link = await connecting;
  await link.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

Deno.test("connectGateway() gives up in words where none comes", async () => {
  await assert.rejects(
    connectGateway(address(1), {} as never, log, 150),
    /^Error: Cannot reach the gateway at 127.0.0.1:1: /,
  );
});
