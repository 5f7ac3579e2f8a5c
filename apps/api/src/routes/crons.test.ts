import assert from "node:assert/strict";
import { FloraClient } from "@flora/api-client";
import { emptyManifest } from "@flora/model";
import { Bench, HOME, OTHER } from "../testing/bench.ts";
import { storedRevision } from "../testing/revision.ts";

const cron = (name: string, expr: string) => ({
  name,
  expr,
  timezone: "UTC",
  skipIfRunning: true,
  catchUp: false,
});

async function withCrons(test: (client: FloraClient, bench: Bench) => Promise<void>): Promise<void> {
  await using bench = await Bench.open();
  const manifest = {
    ...emptyManifest,
    crons: [cron("hourly", "0 * * * *"), cron("__proto__", "0 0 29 2 *")],
  };
  bench.gateway.manifest = manifest;
  const { deployments } = bench.storage;
  await deployments.activate(HOME, await storedRevision(bench.storage, HOME), manifest);
  await test(new FloraClient({ baseUrl: bench.url, token: bench.token }), bench);
}

Deno.test("crons are listed with their next runs, what became of the last one, and what was missed", () =>
  withCrons(async ({ crons }, { storage }) => {
    const [hourly, leap] = (await crons.list(HOME)).crons;
    assert.equal(hourly!.next.length, 5);
    assert.ok(hourly!.next[0]! > Date.now());
    assert.ok(hourly!.next.every((at, index) => index === 0 || at - hourly!.next[index - 1]! === 3_600_000));
    assert.deepEqual(
      leap!.next.map((at) => new Date(at).toISOString().slice(5)),
      Array(5).fill("02-29T00:00:00.000Z"),
    );
    assert.deepEqual([hourly!.last, hourly!.missed], [undefined, 0]);
    const due = Date.now() - 5;
    const last = async () => (await crons.list(HOME)).crons[0]!.last;
    await storage.cron.claim(HOME, "hourly", due);
    assert.deepEqual(await last(), { dueAt: due, status: "waiting" });
    await storage.cron.start(HOME, "hourly", due);
    assert.deepEqual(await last(), { dueAt: due, status: "running" });
    await storage.cron.finish(HOME, "hourly", due, "threw");
    assert.equal((await last())!.status, "threw");
    assert.ok((await last())!.endedAt! >= due);
    await storage.deployments.setPaused(HOME, true);
    assert.deepEqual((await crons.list(HOME)).crons[0]!.next, []);
    await assert.rejects(crons.list(OTHER), { status: 404 });
  }));

Deno.test("crons are run by hand, and told how that went", () =>
  withCrons(async ({ crons }, { gateway, storage }) => {
    assert.deepEqual(await crons.run(HOME, "hourly"), { dueAt: 1, status: "threw", message: "boom" });
    await assert.rejects(crons.run(HOME, "../x"), { status: 404 });
    const [entry] = (await storage.audit.read(HOME, { limit: 9 })).filter(({ action }) =>
      action === "cron.run"
    );
    assert.equal(entry!.details!.name, "hourly");
    await gateway.die();
    await assert.rejects(crons.run(HOME, "hourly"), { status: 503 });
  }));

Deno.test("schedules are listed page by page as they are due, and cancelled by name", () =>
  withCrons(async ({ crons }, { storage }) => {
    const at = Date.now() + 60_000;
    for (const [name, offset] of [["b/..", 2], ["a", 1], ["c", 3]] as const) {
      await storage.schedules.put(HOME, { name, dueAt: at + offset, payload: { offset } }, 10);
    }
    await storage.schedules.put(OTHER, { name: "theirs", dueAt: at, payload: null }, 10);
    const page = await crons.schedules(HOME, { limit: 2 });
    assert.deepEqual(page, {
      schedules: [{ name: "a", dueAt: at + 1, payload: { offset: 1 } }, {
        name: "b/..",
        dueAt: at + 2,
        payload: { offset: 2 },
      }],
      total: 3,
      cursor: "2",
    });
    const rest = await crons.schedules(HOME, { cursor: page.cursor });
    assert.deepEqual([rest.schedules.map(({ name }) => name), rest.cursor], [["c"], undefined]);
    await crons.cancelSchedule(HOME, "b/..");
    await assert.rejects(crons.cancelSchedule(HOME, "b/.."), { status: 404 });
    await assert.rejects(crons.cancelSchedule(HOME, "theirs"), { status: 404 });
    assert.equal((await crons.schedules(HOME)).total, 2);
  }));
