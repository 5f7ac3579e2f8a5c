import { z } from "@hono/zod-openapi";
import type { RestParts } from "../rest/app.ts";
import { type ControlApp, endpoint } from "./endpoint.ts";
import * as s from "./schemas.ts";

type Fault = z.output<typeof s.fault>;

/** The clock and the faults. */
export function addTroubleEndpoints(app: ControlApp, parts: RestParts): void {
  const { world, faults, gateway } = parts;
  endpoint(app, "post", "/clock", {
    summary: "Move the emulator's time forward",
    body: s.advance,
    result: z.object({ time: z.string() }),
  }, ({ body }) => {
    world.clock.advance(body.advanceMs);
    world.bus.changed();
    return { time: world.clock.iso() };
  });
  endpoint(app, "post", "/faults", {
    summary: "Make trouble: for the next REST calls of a route, or on the gateway at once",
    body: s.fault,
    result: s.wire,
    status: 201,
  }, ({ body }) => arm(parts, body));
  endpoint(
    app,
    "get",
    "/faults",
    { summary: "REST faults still armed", result: z.array(s.wire) },
    () => faults.list(),
  );
  endpoint(app, "delete", "/faults", {
    summary: "Back to normal",
    result: z.object({ cleared: z.boolean() }),
  }, () => {
    faults.clear();
    gateway.faults.clear();
    return { cleared: true };
  });
}

function arm({ faults, gateway }: RestParts, fault: Fault): Record<string, unknown> {
  const { connections } = gateway;
  const sockets = connections.length;
  switch (fault.kind) {
    case "reconnect":
      for (const one of connections) one.requestReconnect();
      return { kind: fault.kind, sockets };
    case "invalidSession":
      for (const one of connections) one.invalidate(fault.resumable);
      return { kind: fault.kind, sockets };
    case "dropSockets":
      for (const one of connections) one.drop();
      return { kind: fault.kind, sockets };
    case "closeSockets":
      for (const one of connections) one.close(fault.code, "Closed on request.");
      return { kind: fault.kind, sockets };
    case "silentHeartbeats":
      gateway.faults.silentHeartbeats = true;
      return { kind: fault.kind, sockets };
    case "refuseResume":
      gateway.faults.refuseResumes(fault.times ?? Infinity);
      return { kind: fault.kind, times: fault.times };
    case "refuseIdentify":
      gateway.faults.refuseIdentifies(fault.times ?? Infinity);
      return { kind: fault.kind, times: fault.times };
    default: {
      const { kind, route, times, status, retryAfterMs, scope, latencyMs } = fault;
      return { ...faults.add({ kind, route, times, status, retryAfterMs, scope, latencyMs }) };
    }
  }
}
