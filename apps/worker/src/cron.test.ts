import assert from "node:assert/strict";
import type { GuildId } from "@flora/model";
import { Harness } from "./testing/harness.ts";

const DUE = Date.UTC(2026, 0, 1, 12);

const COUNTS = `cron("tick", "0 * * * *", () => kv.store("runs").increment("tick"));
on("schedule", () => kv.store("runs").increment("schedule"));`;

/** A run of the job as the gateway hands it out; each delivery is an event of its own. */
function run(flora: Harness, guild: GuildId) {
  const msg = { name: "tick", scheduledAt: new Date(DUE).toISOString() };
  return flora.event(guild, "cron", msg, { kind: "cron" });
}

async function runs(flora: Harness, guild: GuildId, key: string): Promise<number> {
  return Number((await flora.storage.kv.get(guild, "runs", key))?.value ?? 0);
}

Deno.test("worker begins a cron run once, however often it is handed out, also after a restart", () =>
  Harness.with({}, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, COUNTS);
    await flora.storage.cron.claim(guild, "tick", DUE);
    assert.equal((await flora.dispatch(run(flora, guild))).status, "ok");
    assert.equal((await flora.dispatch(run(flora, guild))).status, "lost");
    await flora.restart();
    flora.lease = ++flora.generation;
    assert.equal((await flora.dispatch(run(flora, guild))).status, "lost");
    assert.equal(await runs(flora, guild, "tick"), 1);
    const schedule = flora.event(guild, "schedule", { name: "x", at: "", payload: null }, { kind: "cron" });
    assert.equal((await flora.dispatch(schedule)).status, "ok");
    assert.equal(await runs(flora, guild, "schedule"), 1);
  }));

Deno.test("worker that has lost its guild does not begin a cron run, and leaves it to the one that has", () =>
  Harness.with({}, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(guild, COUNTS);
    await flora.say(guild, "boot");
    await flora.storage.cron.claim(guild, "tick", DUE);
    const newer = flora.generation + 1;
    await flora.storage.leases.take(guild, "worker-1", newer);
    assert.equal((await flora.dispatch(run(flora, guild))).status, "dropped");
    assert.equal(await runs(flora, guild, "tick"), 0);
    assert.equal(await flora.storage.fenced(guild, newer).cron.start(guild, "tick", DUE), true);
  }));
