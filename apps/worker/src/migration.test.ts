import assert from "node:assert/strict";
import { ENVELOPE_MAX_BYTES } from "@flora/protocol";
import { defaultRestartRules } from "./restarts.ts";
import { Harness } from "./testing/harness.ts";
import { until } from "@flora/model/until";

const COUNTS = `
const count = state("count", 0);
on("messageCreate", async (ctx) => {
  if (ctx.msg.content === "slow") await ctx.reply("holding");
  count.value++;
  await ctx.reply(count.value + " " + ctx.msg.content);
});
setInterval(() => kv.store("ticks").increment("n").catch(() => {}), 25);`;

const migrationId = "mig_1";
/** What a freeze waits for the slow handler at least, in milliseconds. */
const HELD_MS = 120;
const MIB = 1024 * 1024;

/** Keeps slow handlers waiting until the answer is called. */
function holdSlow(flora: Harness): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { answer } = flora.gateway;
  flora.gateway.answer = async (request) => {
    if ((request.body as { content?: string }).content === "holding") await promise;
    return await answer(request);
  };
  return resolve;
}

Deno.test("worker freezes a guild with its state, gives back what had not started, and goes on when taken back", () =>
  Harness.with({ limits: { concurrentDispatches: 1 } }, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, COUNTS);
    await flora.say(guild, "a");
    const goOn = holdSlow(flora);
    const slow = flora.say(guild, "slow");
    const queued = flora.say(guild, "b");
    const { worker } = flora.gateway;
    await until("the slow one to run", () => flora.sent(guild).includes("holding"));
    const step = { guildId: guild, migrationId };
    const freezing = worker.call("freeze", { ...step, timeoutMs: 60_000 });
    // Frames are taken in order: it waits by then.
    await worker.call("ping", {});
    setTimeout(goOn, HELD_MS);
    const { envelope, waitedMs } = await freezing;
    assert.ok(waitedMs >= HELD_MS - 1, `the handler that ran was waited for: ${waitedMs} ms`);
    assert.deepEqual([(await slow).status, (await queued).status], ["ok", "returned"]);
    assert.deepEqual(envelope.undelivered, [{ id: "event-3", kind: "event", event: "messageCreate" }]);
    assert.deepEqual(envelope.state, { count: 2 });
    assert.deepEqual(
      await worker.call("freeze", { ...step, timeoutMs: 5_000 }),
      { envelope, waitedMs },
      "asked again, the same",
    );
    await assert.rejects(
      worker.call("freeze", { guildId: guild, migrationId: "mig_2", timeoutMs: 0 }),
      /moves already/,
    );
    const ticks = async () => Number((await flora.storage.kv.get(guild, "ticks", "n"))?.value ?? 0);
    const frozenAt = await ticks();
    await worker.call("takeBack", step);
    await until("timers to run on", async () => await ticks() > frozenAt);
    await flora.say(guild, "b");
    assert.deepEqual(flora.sent(guild), ["1 a", "holding", "2 slow", "3 b"]);
  }));

Deno.test("worker keeps the state of a guild that it has frozen, where the gateway goes before the move has ended", async () => {
  for (const moved of [false, true]) {
    await Harness.with({}, async (flora) => {
      const guild = flora.newGuild();
      await flora.deploy(guild, COUNTS);
      await flora.say(guild, "a");
      const step = { guildId: guild, migrationId, timeoutMs: 5_000 };
      const { envelope } = await flora.gateway.worker.call("freeze", step);
      const slot = flora.worker.guilds.find(guild)!;
      assert.equal(slot.idle, false, "it is not put to sleep");
      await slot.hibernate();
      assert.ok(slot.awake, "not even where that was asked for before");
      const generation = envelope.generation + 1;
      if (moved) {
        await flora.storage.leases.take(guild, "worker-1", generation);
        await flora.storage.fenced(guild, generation).state.write(guild, { count: 7 });
      }
      flora.gateway.breakLinks();
      await flora.stop();
      assert.deepEqual(await flora.storage.state.read(guild), { count: moved ? 7 : 1 });
    });
  }
});

Deno.test("worker refuses to freeze while a handler runs longer than the move may wait, and goes on", () =>
  Harness.with({}, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, COUNTS);
    const goOn = holdSlow(flora);
    const slow = flora.say(guild, "slow");
    await until("it to run", () => flora.sent(guild).includes("holding"));
    const step = { guildId: guild, migrationId };
    await assert.rejects(
      flora.gateway.worker.call("freeze", { ...step, timeoutMs: 10 }),
      /handlers still run after 10 ms/,
    );
    goOn();
    assert.equal((await slow).status, "ok");
    await flora.say(guild, "b");
    assert.deepEqual(flora.sent(guild), ["holding", "1 slow", "2 b"]);
  }));

Deno.test("worker runs a moved guild on, its interactions too; the one it left can write nothing any more", () =>
  Harness.with({}, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(
      guild,
      `${COUNTS}
      on("messageCreate", async (ctx) => { if (ctx.msg.content === "answer") await rest.sendInteractionResponse({
        token: await kv.store("t").get("token"), content: "late" }); });
      on("interactionCreate", (ctx) => kv.store("t").set("token", ctx.msg.interactionToken));`,
    );
    await flora.say(guild, "a");
    await flora.dispatch(flora.command(guild, "x"));
    const { worker } = flora.gateway;
    const step = { guildId: guild, migrationId };
    const { envelope } = await worker.call("freeze", { ...step, timeoutMs: 5_000 });
    const stale = flora.storage.fenced(guild, envelope.generation);
    await worker.call("dispose", step);
    assert.equal(flora.worker.guilds.find(guild), undefined);

    const generation = ++flora.generation;
    await worker.call("thaw", { envelope, generation });
    await worker.call("thaw", { envelope, generation });
    await flora.storage.leases.take(guild, "worker-0", generation);
    await assert.rejects(stale.kv.set(guild, "s", "k", "v", { quotaBytes: 1e9 }), /has lost its lease/);
    await flora.say(guild, "b");
    assert.equal(flora.sent(guild).at(-1), "2 b");
    assert.deepEqual(await flora.storage.state.read(guild), { count: 1 });
    await flora.say(guild, "answer");
    const answered = flora.gateway.asked.find(({ route }) => route === "interactions.respond");
    assert.equal(answered?.params.interactionToken, "true-interaction-token");
  }));

Deno.test("worker moves a guild that sleeps without waking it, and drops one whose move came to nothing", () =>
  Harness.with({}, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, COUNTS);
    await flora.say(guild, "a");
    await flora.worker.guilds.find(guild)!.hibernate();
    const step = { guildId: guild, migrationId };
    const { worker } = flora.gateway;
    const { envelope } = await worker.call("freeze", { ...step, timeoutMs: 0 });
    assert.deepEqual([envelope.revisionId, envelope.state], [null, null]);
    await worker.call("dispose", step);
    await worker.call("thaw", { envelope, generation: ++flora.generation });
    assert.equal(flora.worker.guilds.find(guild)!.awake, false);
    await worker.call("drop", step);
    assert.equal(flora.worker.guilds.find(guild), undefined);
    await flora.say(guild, "b");
    assert.equal(flora.sent(guild).at(-1), "2 b");
  }));

Deno.test("worker gives back what waits in order, its crons and schedules named, before it hands out the envelope", async () => {
  let full = false;
  let refused = 0;
  await Harness.with({
    wrapIsolates: (isolates) => ({
      ...isolates,
      spareBytes: () => isolates.spareBytes(),
      close: () => isolates.close(),
      create: (...args) =>
        full ? Promise.reject(new Error(`full, ${++refused} times`)) : isolates.create(...args),
    }),
  }, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, COUNTS);
    await flora.worker.guilds.find(guild)!.hibernate();
    full = true;
    const { worker } = flora.gateway;
    const dueAt = 1_893_456_000_000;
    const at = new Date(dueAt).toISOString();
    const events = [
      flora.event(guild, "cron", { name: "tick", scheduledAt: at }, { kind: "cron" }),
      flora.event(guild, "messageCreate", { content: "a" }),
      flora.event(guild, "schedule", { name: "remind", at, payload: null }, { kind: "cron" }),
    ];
    const answers: string[] = [];
    for (const event of events) {
      const { generation, lease } = flora;
      void worker.call("dispatch", { event, generation, lease }).then(({ status }) => answers.push(status));
    }
    await until("a boot that failed", () => refused > 0);
    const frozen = worker.call("freeze", { guildId: guild, migrationId, timeoutMs: 5_000 });
    const { envelope } = await frozen.finally(() => answers.push("frozen"));
    assert.deepEqual(answers, ["returned", "returned", "returned", "frozen"]);
    assert.equal(envelope.revisionId, null, "it could not be booted");
    assert.deepEqual(envelope.undelivered, [
      { id: events[0]!.id, kind: "cron", event: "cron", run: { name: "tick", dueAt } },
      { id: events[1]!.id, kind: "event", event: "messageCreate" },
      { id: events[2]!.id, kind: "cron", event: "schedule", run: { name: "remind", dueAt } },
    ]);
  });
});

Deno.test("worker does not let a guild go whose envelope is too large, and goes on with it", () =>
  Harness.with(
    {
      limits: {
        frameBytes: 32 * MIB,
        heapBytes: 512 * MIB,
        residentBytes: 1024 * MIB,
        // A busy machine takes long over as much.
        turnTimeoutMs: 20_000,
        cpuPerDispatchMs: 0,
      },
    },
    async (flora) => {
      const guild = flora.newGuild();
      await flora.deploy(
        guild,
        `const hoard = state("hoard", "");
      on("messageCreate", async (ctx) => {
        if (ctx.msg.content === "fill") hoard.value = "é".repeat(${ENVELOPE_MAX_BYTES / 2});
        await ctx.reply("holds " + hoard.value.length);
      });`,
      );
      await flora.say(guild, "fill");
      const { worker } = flora.gateway;
      await assert.rejects(
        worker.call("freeze", { guildId: guild, migrationId, timeoutMs: 0 }),
        /its envelope has \d+ bytes, at most 16777216/,
      );
      await flora.say(guild, "look");
      const holds = `holds ${ENVELOPE_MAX_BYTES / 2}`;
      assert.deepEqual(flora.sent(guild), [holds, holds]);
    },
  ));

Deno.test("worker does each step of a move once, however often it is asked, and none of another move", () =>
  Harness.with({}, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, COUNTS);
    await flora.say(guild, "a");
    const { worker } = flora.gateway;
    const step = { guildId: guild, migrationId };
    const other = { guildId: guild, migrationId: "mig_2" };
    const { envelope } = await worker.call("freeze", { ...step, timeoutMs: 5_000 });
    for (const method of ["takeBack", "dispose", "drop"] as const) await worker.call(method, other);
    assert.ok(flora.worker.guilds.find(guild)!.moves.leaves(migrationId));
    await worker.call("takeBack", step);
    await worker.call("takeBack", step);
    await worker.call("dispose", step);
    assert.ok(flora.worker.guilds.find(guild)!.awake, "taken back, it is not disposed of by the same move");
    await worker.call("freeze", { ...other, timeoutMs: 5_000 });
    await worker.call("dispose", other);
    await worker.call("dispose", other);

    const generation = ++flora.generation;
    const revisionId = envelope.revisionId!;
    for (let time = 0; time < 2; time++) await worker.call("expect", { ...step, revisionId, generation });
    for (let time = 0; time < 2; time++) await worker.call("thaw", { envelope, generation });
    await worker.call("expect", { ...step, revisionId, generation });
    await worker.call("drop", other);
    await flora.say(guild, "b");
    assert.deepEqual(flora.sent(guild), ["1 a", "2 b"]);
    await worker.call("drop", step);
    await worker.call("drop", step);
    assert.equal(flora.worker.guilds.find(guild), undefined);
  }));

Deno.test("worker does not let a guild go whose isolate keeps its state to itself, and goes on with it", () =>
  Harness.with({
    wrapIsolates: (isolates) => ({
      ...isolates,
      spareBytes: () => isolates.spareBytes(),
      close: () => isolates.close(),
      async create(...args) {
        const isolate = await isolates.create(...args);
        const freeze = isolate.freeze.bind(isolate);
        isolate.freeze = async (timeoutMs) => {
          await freeze(timeoutMs);
          throw new Error("Cannot freeze isolate: it does not hand out its state");
        };
        return isolate;
      },
    }),
  }, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, `on("messageCreate", (ctx) => ctx.reply("still here"));`);
    await flora.say(guild, "a");
    await assert.rejects(
      flora.gateway.worker.call("freeze", { guildId: guild, migrationId, timeoutMs: 0 }),
      /its script does not hand out its state/,
    );
    await flora.say(guild, "b");
    assert.deepEqual(flora.sent(guild), ["still here", "still here"]);
  }));

Deno.test("worker lets a guild go with its states but one that is no JSON, of which it tells", () =>
  Harness.with({}, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(
      guild,
      `const circle = state("circle", {}), count = state("count", 0);
      circle.value = { of: circle };
      on("messageCreate", (ctx) => { count.value++; });`,
    );
    assert.deepEqual(await flora.say(guild, "a"), { status: "ok" });
    const { envelope } = await flora.gateway.worker.call("freeze", {
      guildId: guild,
      migrationId,
      timeoutMs: 0,
    });
    assert.deepEqual(envelope?.state, { count: 1 });
    await flora.logged(guild, /Cannot keep state "circle": value is not JSON \(.*circular/);
  }));

Deno.test("worker runs nothing in an isolate that was still booting when the guild was placed there anew", async () => {
  const held: (() => void)[] = [];
  let holding = false;
  await Harness.with({
    wrapIsolates: (isolates) => ({
      ...isolates,
      spareBytes: () => isolates.spareBytes(),
      close: () => isolates.close(),
      async create(...args) {
        if (holding) await new Promise<void>((go) => held.push(go));
        return await isolates.create(...args);
      },
    }),
  }, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(
      guild,
      `on("messageCreate", async (ctx) => {
        await kv.store("seen").set(ctx.msg.content, String(ctx.redelivered));
      });`,
    );
    await flora.say(guild, "a");
    await flora.worker.guilds.find(guild)!.hibernate();
    holding = true;
    const event = flora.event(guild, "messageCreate", { content: "b" });
    const first = flora.dispatch(event);
    await until("the boot", () => held.length === 1);
    // The gateway has given up a move, and places the guild here again.
    flora.lease = ++flora.generation;
    await flora.storage.leases.take(guild, "worker-0", flora.lease);
    const second = flora.dispatch({ ...event, redelivered: true });
    assert.deepEqual(await first, { status: "returned" });
    holding = false;
    held[0]!();
    assert.deepEqual(await second, { status: "ok" });
    assert.equal((await flora.storage.kv.get(guild, "seen", "b"))?.value, "true");
  });
});

Deno.test("worker begins anew with a guild that is placed there again after a move that nobody ended", async () => {
  const ends: boolean[] = [];
  await Harness.with({
    wrapIsolates: (isolates) => ({
      ...isolates,
      spareBytes: () => isolates.spareBytes(),
      close: () => isolates.close(),
      async create(...args) {
        const isolate = await isolates.create(...args);
        const number = ends.push(false) - 1;
        void isolate.ended.then(() => ends[number] = true);
        return isolate;
      },
    }),
  }, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, COUNTS);
    await flora.say(guild, "a");
    const before = flora.generation;
    const step = { guildId: guild, migrationId, timeoutMs: 5_000 };
    const { envelope } = await flora.gateway.worker.call("freeze", step);
    flora.lease = ++flora.generation;
    await flora.storage.leases.take(guild, "worker-0", flora.lease);
    await flora.storage.fenced(guild, flora.lease).state.write(guild, envelope.state!);
    assert.deepEqual(await flora.say(guild, "b"), { status: "ok" });
    assert.deepEqual(flora.sent(guild), ["1 a", "2 b"]);
    await until("the end of what was frozen", () => ends.length === 2 && ends[0]);
    assert.equal(ends[1], false);
    const late = await flora.dispatch(flora.event(guild, "messageCreate", { content: "late" }), before);
    assert.equal(late.status === "dropped" && late.why, "superseded");
  });
});

Deno.test("worker keeps a guild in quarantine that moves to another one", () =>
  Harness.with(
    {
      limits: { dispatchTimeoutMs: 100 },
      worker: { restartRules: { ...defaultRestartRules, quarantinePoints: 1 } },
    },
    async (flora) => {
      const guild = flora.newGuild();
      await flora.deploy(guild, `on("messageCreate", () => new Promise(() => {}));`);
      assert.equal((await flora.say(guild, "a")).status, "timed-out");
      const step = { guildId: guild, migrationId };
      const { worker } = flora.gateway;
      const { envelope } = await worker.call("freeze", { ...step, timeoutMs: 0 });
      await worker.call("dispose", step);
      await worker.call("thaw", { envelope, generation: ++flora.generation });
      const outcome = await flora.say(guild, "b");
      assert.equal(outcome.status === "dropped" && outcome.why, "quarantined");
    },
  ));
