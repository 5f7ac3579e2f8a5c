import assert from "node:assert/strict";
import { connect } from "node:net";
import type { ControlError } from "@flora/model";
import { controlMethods, gatewayMethods, Link, LinkClosedError } from "@flora/protocol";
import { StorageError } from "@flora/storage";
import { openControl, SECRET, withGateway } from "./testing/set-up.ts";

const methods = { ...gatewayMethods, ...controlMethods };

const open = (port: number) =>
  new Link(connect({ host: "127.0.0.1", port }), { outgoing: methods, incoming: {}, handlers: {} });

Deno.test("LinkServer refuses a wrong secret and closes the link", () =>
  withGateway({}, async ({ gateway, logs }) => {
    for (const secret of ["", "wrong", `${SECRET}x`]) {
      const link = open(gateway.linkPort);
      const hello = link.call("hello", { secret, role: "control", name: "x", pid: 1 });
      await assert.rejects(hello, (error: ControlError) => error.code === "UNAUTHORIZED");
      await link.closed;
      await assert.rejects(link.call("status", {}), LinkClosedError);
    }
    assert.ok(!logs.join("").includes(SECRET));
  }));

Deno.test("LinkServer answers nothing before a hello", () =>
  withGateway({}, async ({ gateway }) => {
    const link = open(gateway.linkPort);
    await assert.rejects(link.call("status", {}), (error: ControlError) => error.code === "UNAUTHORIZED");
    await link.closed;
  }));

Deno.test("LinkServer lets each role call its own methods only", () =>
  withGateway({}, async ({ gateway, guilds, workers, control }) => {
    const link = open(gateway.linkPort);
    await link.call("hello", { secret: SECRET, role: "control", name: "api", pid: 1 });
    const request = { guildId: guilds[0]!.id, route: "commands.list" };
    await assert.rejects(
      link.call("discord", request),
      (error: ControlError) => error.code === "UNAUTHORIZED",
    );
    assert.equal((await link.call("status", {})).discord, "ready");
    link.close();
    assert.ok((await workers[0]!.discord(request)).ok);
    const again = await openControl(gateway.linkPort, SECRET);
    const second = again.call("hello", { secret: SECRET, role: "worker", name: "x", pid: 1 });
    await assert.rejects(second, (error: ControlError) => error.code === "UNAUTHORIZED");
    assert.deepEqual((await control.call("guilds", {})).map(({ guildId }) => guildId), [guilds[0]!.id]);
  }));

Deno.test("LinkServer tells the API to come again while the store is away, and the log why", () =>
  withGateway({}, async ({ storage, guilds, control, logs }) => {
    for (const error of [new Error("database is locked"), new StorageError("Cannot reach the store: gone")]) {
      storage.deployments.setPaused = () => Promise.reject(error);
      await assert.rejects(
        control.call("pause", { guildId: guilds[0]!.id, paused: true }),
        { name: "ControlError[UNAVAILABLE]", message: /^Cannot answer now: the store is busy/ },
      );
      assert.ok(logs.join("").includes(error.message));
    }
  }));
