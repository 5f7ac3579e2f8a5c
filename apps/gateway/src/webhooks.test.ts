import assert from "node:assert/strict";
import {
  ControlError,
  emptyManifest,
  type GuildId,
  type WebhookDefinition,
  type WhyReason,
} from "@flora/model";
import { type SetUp, withGateway } from "./testing/set-up.ts";
import { runWebhook } from "./webhooks.ts";

const request = {
  name: "github",
  method: "POST",
  headers: { "x-github-event": "push" },
  query: { a: "1" },
  body: "{}",
};
const webhooks = [{ name: "github", signature: "none" as const }];
const refused = (reason: WhyReason) => [{ reason, op: "discord.rest", message: "m" }];
const call = ({ control, guilds: [guild] }: SetUp, more: object = {}) =>
  control.call("webhook", { guildId: guild!.id, request: { ...request, ...more } });

Deno.test("runWebhook() hands the request to the script and its answer back", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], deploy, workers: [worker] } = parts;
    const answer = { status: 201, headers: { "x-a": "b" }, body: "made" };
    worker!.run = () => ({ status: "ok", answer });
    assert.deepEqual(await call(parts), { status: "unknown" });
    await deploy(guild!, { webhooks });
    assert.deepEqual(await call(parts), { status: "answered", answer });
    const { event } = worker!.frames[0]!;
    assert.deepEqual([event.kind, event.event, event.msg], ["webhook", "webhook", request]);
    assert.deepEqual(await call(parts, { name: "other" }), { status: "unknown" });
    const elsewhere = "123456789012345678" as GuildId;
    assert.deepEqual(await parts.control.call("webhook", { guildId: elsewhere, request }), {
      status: "unknown",
    });
    assert.equal(worker!.frames.length, 1);
  }));

Deno.test("runWebhook() says how a handler ended that did not end well", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], deploy, workers: [worker] } = parts;
    await deploy(guild!, { webhooks });
    const outcomes = [
      [{ status: "ok" }, "answered"],
      [{ status: "threw", message: "m", stack: "s" }, "failed"],
      [{ status: "threw", message: "m", stack: "s", refused: refused("rate-limited") }, "busy"],
      [{ status: "threw", message: "m", stack: "s", refused: refused("flora-failed") }, "busy"],
      [{ status: "threw", message: "m", stack: "s", refused: refused("no-permission") }, "failed"],
      [{ status: "timed-out" }, "failed"],
      [{ status: "lost", reason: "memory-limit", why: "script-ended" }, "failed"],
      [{ status: "lost", reason: "evacuated", why: "superseded" }, "busy"],
      [{ status: "lost", reason: "shutdown", why: "stopping" }, "busy"],
      [{ status: "dropped", reason: "full" }, "busy"],
    ] as const;
    for (const [outcome, status] of outcomes) {
      worker!.run = () => outcome;
      assert.deepEqual(await call(parts), { status });
    }
  }));

Deno.test("runWebhook() asks the sender to come again while the bot connects", async () => {
  const parts = { manifestOf: () => undefined, deliver: () => Promise.reject(), waitMs: 1 };
  const guildId = "123456789012345678" as GuildId;
  assert.deepEqual(await runWebhook({ ...parts, connected: () => false }, guildId, request), {
    status: "busy",
  });
  assert.deepEqual(await runWebhook({ ...parts, connected: () => true }, guildId, request), {
    status: "unknown",
  });
});

Deno.test("runWebhook() does not let the sender wait for long", async () => {
  const gate = Promise.withResolvers<{ status: "ok" }>();
  const manifest = { ...emptyManifest, webhooks };
  const parts = { manifestOf: () => manifest, connected: () => true, deliver: () => gate.promise };
  const guildId = "123456789012345678" as GuildId;
  assert.deepEqual(await runWebhook({ ...parts, waitMs: 1 }, guildId, request), { status: "accepted" });
  const patient = runWebhook({ ...parts, waitMs: 0 }, guildId, request);
  gate.resolve({ status: "ok" });
  assert.deepEqual(await patient, { status: "answered", answer: undefined });
});

Deno.test("Deployer refuses webhooks that are wrong before anything is changed", () =>
  withGateway({}, async ({ guilds: [guild], deploy, storage }) => {
    const wrong: [WebhookDefinition[], string][] = [
      [[...webhooks, ...webhooks], "webhooks.1.name"],
      [[{ name: "a", signature: "github" }], "webhooks.0.secret"],
      [Array.from({ length: 17 }, (_, at) => ({ name: `n${at}`, signature: "none" as const })), "webhooks"],
    ];
    for (const [list, field] of wrong) {
      const error = await deploy(guild!, { webhooks: list }).then(() => undefined, (error) => error);
      assert.ok(error instanceof ControlError);
      assert.deepEqual([error.code, error.details.field], ["SCRIPT_REJECTED", field]);
    }
    assert.equal(await storage.deployments.current(guild!.id), null);
  }));
