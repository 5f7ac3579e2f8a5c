import assert from "node:assert/strict";
import { event, guildId, withRouter } from "../testing/router-bench.ts";
import { until } from "@flora/model/until";

Deno.test("Router places a guild once its lease can be taken, and what waited goes out in order", () =>
  withRouter({ placeAgainMs: 10 }, async ({ router, join, faults }) => {
    const worker = await join("worker-0");
    faults.fail("leases.take", 5);
    const events = [event("event"), event("interaction"), event("event")];
    const outcomes = await Promise.all(events.map((one) => router.deliver(one)));
    assert.deepEqual(outcomes, Array(3).fill({ status: "ok" }));
    assert.deepEqual(worker.frames.map(({ event }) => event.id), events.map(({ id }) => id));
  }));

Deno.test("Router passes over a worker that goes while the lease is taken for it", () =>
  withRouter({}, async ({ router, join, faults }) => {
    const first = await join("worker-0");
    const goOn = faults.stall("leases.take");
    const outcome = router.deliver(event("event"));
    await until("the lease to be asked for", () => faults.calls("leases.take") === 1);
    await first.die();
    const second = await join("worker-1");
    goOn();
    assert.deepEqual(await outcome, { status: "ok" });
    assert.deepEqual([first.frames.length, second.frames.length], [0, 1]);
  }));

Deno.test("Router takes a lease although the answer to that got lost", () =>
  withRouter({ placeAgainMs: 10 }, async ({ router, join, faults, storage }) => {
    const worker = await join("worker-0");
    faults.failAfter("leases.take", 1);
    assert.deepEqual(await router.deliver(event("event")), { status: "ok" });
    const lease = await storage.leases.read(guildId);
    assert.deepEqual([lease!.owner, lease!.generation], ["worker-0", worker.frames[0]!.lease]);
  }));

Deno.test("Router gives up events of a guild that cannot be placed in their time, interactions before others", () =>
  withRouter(
    { placeAgainMs: 10, eventWaitMs: 1_500, interactionWaitMs: 50 },
    async ({ router, join, faults }) => {
      await join("worker-0");
      faults.fail("leases.take");
      const ended: string[] = [];
      await Promise.all((["event", "interaction"] as const).map(async (kind) => {
        const outcome = await router.deliver(event(kind));
        ended.push(`${kind} ${outcome.status === "dropped" && outcome.why}`);
      }));
      assert.deepEqual(ended, ["interaction waited-too-long", "event waited-too-long"]);
      faults.heal("leases.take");
      assert.deepEqual(await router.deliver(event("event")), { status: "ok" });
    },
  ));

Deno.test("Router.owner() waits for a lease that cannot be taken at first, and says what is wrong", () =>
  withRouter({ placeAgainMs: 10 }, async ({ router, join, faults }) => {
    await assert.rejects(router.owner(guildId, 20), /Cannot reach a worker: none is running/);
    await join("worker-0");
    faults.fail("leases.take", 3);
    assert.equal((await router.owner(guildId, 5_000)).name, "worker-0");
    await router.stop(guildId, "evacuated");
    faults.fail("leases.take");
    await assert.rejects(
      router.owner(guildId, 50),
      /Cannot reach a worker: the guild's lease cannot be taken/,
    );
  }));

Deno.test("Router.migrate() leaves a guild where it is whose lease cannot be moved, and its events are handled", () =>
  withRouter({}, async ({ router, join, link, faults }) => {
    const first = await join("worker-0");
    await router.deliver(event("event"));
    const second = await join("worker-1");
    const target = await link("worker-1");
    faults.fail("leases.take", 1);
    let held: Promise<unknown> | undefined;
    first.onFreeze = () => {
      held = router.deliver(event("event"));
      return Promise.resolve();
    };
    await assert.rejects(router.migrate(guildId, target, "asked"), /the lease is somebody else's/);
    assert.deepEqual(await held, { status: "ok" });
    assert.deepEqual([first.frames.length, second.frames.length], [2, 0]);
    assert.deepEqual(first.calls.map(({ method }) => method), ["freeze", "takeBack"]);
  }));

Deno.test("Router.migrate() has both workers let go of a guild of which nobody knows whose it is, and it is placed anew with its state", () =>
  withRouter({}, async ({ router, join, link, faults, storage }) => {
    const workers = [await join("worker-0"), await join("worker-1")];
    await router.migrate(guildId, await link("worker-0"), "asked");
    workers[0]!.state = { count: 7 };
    faults.fail("leases.take", 1);
    faults.fail("leases.read", 1);
    await assert.rejects(router.migrate(guildId, await link("worker-1"), "asked"), /database is locked/);
    const [trace] = router.traces.list({ limit: 1 });
    assert.equal(trace!.outcome, "nobody");
    assert.equal((await storage.leases.read(guildId))!.owner, "nobody");
    assert.deepEqual(await storage.state.read(guildId), { count: 7 });
    assert.deepEqual(await router.deliver(event("event")), { status: "ok" });
    const asked = () => workers.map(({ calls }) => calls.map(({ method }) => method));
    await until("both to be told", () => asked().every(({ length }) => length === 2));
    assert.deepEqual(asked(), [["freeze", "dispose"], ["thaw", "drop"]]);
  }));

Deno.test("Router.migrate() goes on where the lease has moved although the answer to that got lost", () =>
  withRouter({}, async ({ router, join, link, faults }) => {
    await join("worker-0");
    await router.deliver(event("event"));
    const second = await join("worker-1");
    faults.failAfter("leases.take", 1);
    await router.migrate(guildId, await link("worker-1"), "asked");
    assert.deepEqual(await router.deliver(event("event")), { status: "ok" });
    assert.equal(second.frames.length, 1);
  }));
