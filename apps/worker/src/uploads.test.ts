import assert from "node:assert/strict";
import type { GuildId } from "@flora/model";
import { createMetrics, type Metrics } from "@flora/telemetry";
import { Harness } from "./testing/harness.ts";
import { until } from "@flora/model/until";

const PART = 192 * 1024;

/** An upload that the handler waits for, or leaves behind. */
const SCRIPT = `
let failed;
on("messageCreate", async (ctx) => {
  const upload = () => ctx.reply({ attachments: [{ name: "a.bin", data: new Uint8Array(3 * ${PART}) }] });
  if (ctx.msg.content === "wait") await upload();
  if (ctx.msg.content === "leave") void upload().catch(({ code }) => failed = code);
  if (ctx.msg.content === "ask") await ctx.reply(String(failed));
});`;

/** Runs a test with an upload that is under way: one of its three parts has come. */
function withUpload(
  how: "wait" | "leave",
  limits: { dispatchTimeoutMs?: number },
  test: (
    flora: Harness,
    upload: { guild: GuildId; ended: ReturnType<Harness["say"]>; metrics: Metrics; goOn(): void },
  ) => Promise<void>,
) {
  const metrics = createMetrics({ process: "worker-0" });
  return Harness.with({ limits, worker: { metrics } }, async (flora) => {
    const gate = Promise.withResolvers<void>(), reached = Promise.withResolvers<void>();
    flora.gateway.onFiles = async (call) => {
      if (call.t !== "put" || call.at !== 0) return;
      reached.resolve();
      await gate.promise;
    };
    const guild = flora.newGuild();
    await flora.deploy(guild, SCRIPT);
    const ended = flora.say(guild, how);
    await reached.promise;
    assert.equal(flora.gateway.staged.bytes, PART);
    await test(flora, { guild, ended, metrics, goOn: () => gate.resolve() });
    gate.resolve();
  });
}

const forgotten = (flora: Harness) =>
  until("the files to be forgotten", () => flora.gateway.staged.bytes === 0);

Deno.test("worker hands a file on in parts, and forgets it when it was sent", () =>
  withUpload("wait", {}, async (flora, { ended, goOn }) => {
    goOn();
    assert.equal((await ended).status, "ok");
    const files = flora.gateway.asked.flatMap(({ files }) => files ?? []);
    assert.deepEqual(files.map((file) => "staged" in file), [true]);
    await forgotten(flora);
  }));

Deno.test("worker forgets the files of a dispatch that was ended by its deadline", () =>
  withUpload("wait", { dispatchTimeoutMs: 3_000 }, async (flora, { ended }) => {
    assert.equal((await ended).status, "timed-out");
    await forgotten(flora);
  }));

Deno.test("worker lets a handler leave an upload behind", () =>
  withUpload("leave", {}, async (flora, { ended, goOn }) => {
    assert.equal((await ended).status, "ok");
    assert.equal(flora.gateway.staged.bytes, PART);
    goOn();
    await until("the message", () => flora.gateway.asked.length === 1);
  }));

Deno.test("worker forgets the files of a guild that it stops", () =>
  withUpload("leave", {}, async (flora, { guild, ended }) => {
    await ended;
    await flora.gateway.worker.call("stop", { guildId: guild, reason: "undeployed" });
    await forgotten(flora);
  }));

Deno.test("worker fails an upload that goes on while its guild is frozen", () =>
  withUpload("leave", {}, async (flora, { guild, ended, metrics, goOn }) => {
    await ended;
    const step = { guildId: guild, migrationId: "mig_1" };
    await flora.gateway.worker.call("freeze", { ...step, timeoutMs: 5_000 });
    goOn();
    const refused = /op_seconds_count\{.*op="files\.put".*outcome="DISPATCH_ENDED".*\} 1/;
    await until("the next part to be refused", async () => refused.test(await metrics.render()));
    await flora.gateway.worker.call("takeBack", step);
    await flora.say(guild, "ask");
    assert.deepEqual(flora.sent(guild), ["DISPATCH_ENDED"]);
    await forgotten(flora);
  }));
