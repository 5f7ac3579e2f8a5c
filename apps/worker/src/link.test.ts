import assert from "node:assert/strict";
import { type AddressInfo, createServer } from "node:net";
import { createLogger } from "@flora/telemetry";
import { connectGateway } from "./link.ts";

/** A port on which nobody listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

const log = createLogger({ name: "worker-0", level: "error" });
const address = (port: number) => ({ host: "127.0.0.1", port, secret: "s", name: "worker-0" });

Deno.test("connectGateway() waits for a gateway that is still starting", async () => {
  const port = await freePort();
  const connecting = connectGateway(address(port), {} as never, log);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const link = await connecting;
  await link.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

Deno.test("connectGateway() gives up in words where none comes", async () => {
  const port = await freePort();
  await assert.rejects(
    connectGateway(address(port), {} as never, log, 150),
    new RegExp(`^Error: Cannot reach the gateway at 127.0.0.1:${port}: `),
  );
});
