import assert from "node:assert/strict";
import { ControlError } from "@flora/model";
import { type SetUp, withGateway } from "./testing/set-up.ts";
import { until } from "@flora/model/until";

const manifest = {
  events: ["messageCreate", "ready", "schedule", "webhook"],
  commands: [{ name: "roll", description: "Rolls" }],
  crons: [{ name: "tick", expr: "* * * * *", timezone: "UTC", skipIfRunning: true, catchUp: false }],
  webhooks: [{ name: "hook", signature: "none" as const }],
};
const events = ({ workers: [worker] }: SetUp) => worker!.frames.map(({ event }) => event.event);
const say = (parts: SetUp, content: string) => {
  const [guild] = parts.guilds;
  return parts.act(`/channels/${guild!.channelId}/messages`, { userId: guild!.userId, content });
};

Deno.test("pause keeps every kind of event from a script that stays deployed, resume lets them through again", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], control, deploy, emulator, storage, workers: [worker] } = parts;
    const guildId = guild!.id;
    const pause = (paused: boolean) => control.call("pause", { guildId, paused });
    await assert.rejects(pause(true), (error: ControlError) => error.code === "NOT_FOUND");
    const revisionId = await deploy(guild!, manifest);
    await until("ready", () => events(parts).includes("ready"));
    const before = worker!.frames.length;
    const paused = await pause(true);
    assert.ok(paused.pausedAt! <= Date.now());
    assert.equal((await pause(true)).pausedAt, paused.pausedAt);
    assert.deepEqual(worker!.calls.at(-1), { method: "stop", guildId, reason: "paused" });

    await say(parts, "unheard");
    await storage.schedules.put(guildId, { name: "later", dueAt: Date.now(), payload: null }, 10);
    await until("the schedule to be put off", async () => (await storage.schedules.nextAt())! > Date.now());
    const request = { name: "hook", method: "POST", headers: {}, query: {}, body: "" };
    assert.deepEqual(await control.call("webhook", { guildId, request }), { status: "busy" });
    const command = { userId: guild!.userId, name: "roll" };
    const { id } = await parts.act<{ id: string }>(`/channels/${guild!.channelId}/commands`, command);
    await until("an answer", async () => {
      const state = await (await fetch(`${emulator.url}/emulator/v1/interactions/${id}`)).json();
      return /is paused/.test(JSON.stringify(state.responses));
    });
    assert.equal(worker!.frames.length, before);

    const next = await deploy(guild!, manifest);
    assert.equal((await storage.deployments.current(guildId))?.pausedAt, paused.pausedAt);
    assert.deepEqual(worker!.calls.slice(-2).map(({ method, revisionId }) => [method, revisionId]), [
      ["warm", next],
      ["discard", next],
    ]);
    assert.notEqual(next, revisionId);
    assert.equal(worker!.frames.length, before);

    assert.equal((await pause(false)).pausedAt, undefined);
    await until("the schedule", () => events(parts).includes("schedule"));
    await say(parts, "heard");
    await until("the message", () => events(parts).includes("messageCreate"));
    assert.equal(events(parts).filter((event) => event === "ready").length, 2);
  }));
