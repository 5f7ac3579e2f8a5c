import assert from "node:assert/strict";
import { probeAddress } from "./probe-ports.ts";

Deno.test("probeAddress() gives every process a port of its own, in order", () => {
  const ports = ["supervisor", "gateway", "api", "worker-0", "worker-11"].map((name) =>
    probeAddress({ probePort: 9_100, probeHost: "127.0.0.1" }, name)!.port
  );
  assert.deepEqual(ports, [9_100, 9_101, 9_102, 9_103, 9_114]);
});

Deno.test("probeAddress() leaves free ports to the system, and is off by default", () => {
  assert.equal(probeAddress({ probePort: 0, probeHost: "::1" }, "api")!.port, 0);
  assert.equal(probeAddress({ probeHost: "127.0.0.1" }, "api"), undefined);
});
