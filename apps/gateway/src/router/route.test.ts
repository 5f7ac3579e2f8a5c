import assert from "node:assert/strict";
import type { Frame } from "../testing/scripted-worker.ts";
import { type SetUp, type TestGuild, withGateway } from "../testing/set-up.ts";
import { until } from "@flora/model/until";
import { Ring } from "./ring.ts";

const contents = (frames: Frame[]) => frames.map(({ event }) => (event.msg as { content: string }).content);

async function say({ act }: SetUp, guild: TestGuild, ...texts: string[]): Promise<void> {
  for (const content of texts) {
    await act(`/channels/${guild.channelId}/messages`, { userId: guild.userId, content });
  }
}

const never = () => new Promise<never>(() => {});

Deno.test("Router delivers what a dead worker left open again, in order, marked, and nothing else", () =>
  withGateway({ workers: ["worker-0", "worker-1"] }, async (parts) => {
    const { guilds: [guild], workers, deploy } = parts;
    await deploy(guild!, { events: ["messageCreate"] });
    for (const worker of workers) worker.run = () => ({ status: "ok" });
    await say(parts, guild!, "done");
    const first = await until("an owner", () => workers.find(({ frames }) => frames.length === 1));
    const second = workers.find((worker) => worker !== first)!;
    first.run = never;
    await say(parts, guild!, "a", "b", "c");
    await until("three open dispatches", () => first.frames.length === 4);
    await first.die();
    await until("them at the other", () => second.frames.length === 3);
    await say(parts, guild!, "d");
    await until("the next", () => second.frames.length === 4);
    assert.deepEqual(contents(second.frames), ["a", "b", "c", "d"]);
    assert.deepEqual(second.frames.map(({ event }) => event.redelivered), [true, true, true, false]);
    assert.deepEqual(
      second.frames.slice(0, 3).map(({ event }) => event.id),
      first.frames.slice(1).map(({ event }) => event.id),
    );
    assert.ok(second.frames[0]!.generation > first.frames[0]!.generation);
  }));

Deno.test("Router keeps events for a worker that comes back, and gives up one that kills its workers", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], workers, deploy, join } = parts;
    await deploy(guild!, { events: ["messageCreate"] });
    await workers[0]!.die();
    await until(
      "the worker to be gone",
      async () => (await parts.control.call("status", {})).workers.length === 0,
    );
    await say(parts, guild!, "kept");
    const second = await join("worker-0", never);
    await until("the event", () => second.frames.length === 1);
    assert.equal(second.frames[0]!.event.redelivered, false);
    await second.die();
    // Several workers may die at once without being to blame; then it is enough.
    for (const delivery of ["second", "third", "fourth"]) {
      const next = await join("worker-0", never);
      await until(`its ${delivery} delivery`, () => next.frames.length === 1);
      assert.equal(next.frames[0]!.event.redelivered, true);
      await next.die();
    }
    const last = await join("worker-0");
    await say(parts, guild!, "next");
    await until("the next event", () => last.frames.length > 0);
    assert.deepEqual(contents(last.frames), ["next"]);
  }));

Deno.test("Router moves guilds to a worker that joins, each once, and their events follow", () =>
  withGateway(
    { workers: ["worker-0"], emulator: { guilds: Array.from({ length: 12 }, () => ({})) } },
    async (parts) => {
      const { guilds, workers: [first], deploy, join, control } = parts;
      for (const guild of guilds) await deploy(guild, { events: ["messageCreate"] });
      for (const guild of guilds) await say(parts, guild, "before");
      await until("all at the first", () => first!.frames.length === guilds.length);
      const second = await join("worker-1");
      const released = () => first!.calls.filter(({ method }) => method === "dispose");
      const ring = new Ring(["worker-0", "worker-1"]);
      const leaving = guilds.filter((guild) => ring.owner(guild.id) === "worker-1").length;
      await until("the pool to be balanced", async () => {
        const { workers } = await control.call("status", {});
        return workers[1]?.guilds === leaving && released().length === leaving;
      });
      for (const guild of guilds) await say(parts, guild, "after");
      await until("all again", () => first!.frames.length + second.frames.length === 2 * guilds.length);
      assert.ok(second.frames.length < guilds.length, `${second.frames.length} moved`);
      const moved = second.frames.map(({ event }) => event.guildId).sort();
      assert.deepEqual(released().map(({ guildId }) => guildId).sort(), moved);
      assert.deepEqual(
        second.calls.filter(({ method }) => method === "thaw").map(({ guildId }) => guildId).sort(),
        moved,
      );
    },
  ));

Deno.test("Router holds a guild's events while it moves, and gives what had not started to the next owner in order", () =>
  withGateway({ workers: ["worker-0", "worker-1"] }, async (parts) => {
    const { guilds: [guild], workers, deploy, control } = parts;
    await deploy(guild!, { events: ["messageCreate"] });
    await say(parts, guild!, "a");
    const source = await until("an owner", () => workers.find(({ frames }) => frames.length === 1));
    const target = workers.find((worker) => worker !== source)!;
    const started = Promise.withResolvers<void>();
    const waiting: ((outcome: { status: "returned" }) => void)[] = [];
    source.run = () => new Promise((resolve) => waiting.push(resolve));
    source.onFreeze = async () => {
      source.undelivered = source.frames.slice(1).map(({ event: { id, kind, event } }) => ({
        id,
        kind,
        event,
      }));
      waiting.forEach((giveBack) => giveBack({ status: "returned" }));
      started.resolve();
      await say(parts, guild!, "d", "e");
    };
    await say(parts, guild!, "b", "c");
    await until("both at the source", () => waiting.length === 2);
    await control.call("migrate", { guildId: guild!.id, worker: target.name });
    await started.promise;
    await until("all at the target", () => target.frames.length === 4);
    assert.deepEqual(contents(target.frames), ["b", "c", "d", "e"]);
    assert.ok(target.frames.every(({ event }) => !event.redelivered), "none of them had started");
    const [trace] = await control.call("migrations", { limit: 1 });
    assert.deepEqual(trace!.undelivered, { dispatches: 2, crons: 0, schedules: 0 });
    const [first] = target.frames;
    assert.ok(first!.generation > source.frames[0]!.generation);
    assert.equal(first!.lease, first!.generation, "what the target has of the guild from before is over");
  }));
