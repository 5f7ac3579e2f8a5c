import assert from "node:assert/strict";
import { ControlError } from "@flora/model";
import { event, guildId, withRouter } from "../testing/router-bench.ts";
import { until } from "@flora/model/until";

const never = () => new Promise<never>(() => {});

Deno.test("Router drops and counts an interaction past its three seconds instead of delivering it again", () =>
  withRouter({}, async ({ router, metrics, join }) => {
    const first = await join("worker-0", never);
    const stale = router.deliver(event("interaction", { ageMs: 5_000 }));
    const fresh = router.deliver(event("interaction"));
    const old = router.deliver(event("event", { ageMs: 60_000 }));
    await until("three dispatches", () => first.frames.length === 3);
    await first.die();
    const outcome = await stale;
    assert.equal(outcome.status === "dropped" && outcome.why, "waited-too-long");
    const second = await join("worker-0");
    assert.deepEqual([(await fresh).status, (await old).status], ["ok", "ok"]);
    assert.deepEqual(second.frames.map(({ event }) => event.kind), ["interaction", "event"]);
    assert.equal((await metrics.staleInteractions.get()).values[0]!.value, 1);
    assert.equal((await metrics.redelivered.get()).values[0]!.value, 2);
  }));

Deno.test("Router.deliver() gives up when no worker comes, and when too many wait", () =>
  withRouter({ eventWaitMs: 1_500, interactionWaitMs: 50, waiting: 2 }, async ({ router }) => {
    const ended: string[] = [];
    const kinds = ["event", "interaction", "event"] as const;
    const outcomes = await Promise.all(kinds.map(async (kind, index) => {
      const outcome = await router.deliver(event(kind));
      ended.push(`${kind} ${index}`);
      return outcome;
    }));
    assert.deepEqual(ended, ["event 2", "interaction 1", "event 0"]);
    assert.deepEqual(outcomes.map((outcome) => "reason" in outcome && outcome.reason), [
      "it could not be sent within 1500 ms",
      "it could not be sent within 50 ms",
      "2 events of this guild wait already",
    ]);
    assert.deepEqual(outcomes.map((outcome) => "why" in outcome && outcome.why), [
      "waited-too-long",
      "waited-too-long",
      "queue-full",
    ]);
  }));

Deno.test("Router keeps a guild on a worker that does not let go of it, and sends it what was held", () =>
  withRouter({}, async ({ router, join, link }) => {
    const first = await join("worker-0");
    await router.deliver(event("event"));
    const second = await join("worker-1");
    const target = await link("worker-1");
    let held: Promise<unknown> | undefined;
    first.onFreeze = () => {
      held = router.deliver(event("event"));
      return Promise.reject(new ControlError("CONFLICT", "handlers still run"));
    };
    await assert.rejects(router.migrate(guildId, target, "asked"), /handlers still run/);
    assert.deepEqual(await held, { status: "ok" });
    assert.equal(first.frames.length, 2);
    await until("the other to be told", () => second.calls.some(({ method }) => method === "drop"));
    assert.equal(second.frames.length, 0);
    assert.deepEqual(first.calls.map(({ method }) => method), ["freeze", "takeBack"]);
    const [trace] = router.traces.list({ limit: 1 });
    assert.deepEqual(trace!.steps.map(({ step }) => step), ["prepare", "freeze", "takeBack"]);
    assert.deepEqual([trace!.outcome, trace!.error], ["source", "handlers still run"]);
  }));

Deno.test("Router delivers again, marked, what a worker still ran when it neither let go of the guild nor took it back", () =>
  withRouter({}, async ({ router, join, link }) => {
    const source = await join("worker-0", never);
    const target = await join("worker-1");
    await router.migrate(guildId, await link("worker-0"), "asked");
    const outcome = router.deliver(event("event"));
    await until("it to run", () => source.frames.length === 1);
    source.onFreeze = source.onTakeBack = () => Promise.reject(new Error("no answer"));
    await assert.rejects(router.migrate(guildId, await link("worker-1"), "asked"), /no answer/);
    source.run = () => ({ status: "ok" });
    await until("it to go out again", () => source.frames.length + target.frames.length === 2);
    assert.deepEqual(await outcome, { status: "ok" });
    const [again] = [...source.frames.slice(1), ...target.frames];
    assert.equal(again!.event.redelivered, true);
    assert.ok(again!.lease > source.frames[0]!.lease);
  }));

Deno.test("Router places a guild anew when its worker dies while it moves", () =>
  withRouter({}, async ({ router, join, link }) => {
    const first = await join("worker-0");
    await router.deliver(event("event"));
    const second = await join("worker-1");
    const target = await link("worker-1");
    let held: Promise<unknown> | undefined;
    first.onFreeze = () => {
      held = router.deliver(event("event"));
      return first.die().then(() => never());
    };
    await assert.rejects(router.migrate(guildId, target, "asked"));
    assert.deepEqual(await held, { status: "ok" });
    assert.equal(second.frames.length, 1);
  }));

Deno.test("Router.migrate() leaves a guild alone that was placed anew, on the target even, while the target got ready", () =>
  withRouter({}, async ({ router, join, link }) => {
    const first = await join("worker-0");
    await router.deliver(event("event"));
    const second = await join("worker-1");
    const target = await link("worker-1");
    let held: Promise<unknown> | undefined;
    second.onPrepare = async () => {
      await first.die();
      await until("it to be gone", () => router.placed().size === 0);
      held = router.deliver(event("event"));
    };
    assert.equal(await router.migrate(guildId, target, "asked"), 0);
    assert.deepEqual(await held, { status: "ok" });
    const steps = second.calls.map(({ method }) => method).filter((method) => method !== "drop");
    assert.deepEqual(steps, [], "nothing was frozen or thawed");
    assert.equal(second.frames.length, 1);
  }));

Deno.test("Router gives an interaction up that came back from a worker and cannot go out again in time, and nothing else", () =>
  withRouter({ eventWaitMs: 60_000, interactionWaitMs: 100 }, async ({ router, join }) => {
    const worker = await join("worker-0");
    const given = Promise.withResolvers<void>();
    worker.run = async () => {
      await given.promise;
      return { status: "returned" };
    };
    const plain = router.deliver(event("event"));
    const interaction = router.deliver(event("interaction"));
    await until("both to be sent", () => worker.frames.length === 2);
    const release = router.hold(guildId);
    given.resolve();
    assert.equal((await interaction).status, "dropped", "its user is told");
    worker.run = () => ({ status: "ok" });
    release();
    assert.deepEqual(await plain, { status: "ok" });
  }));

Deno.test("Router tells the user of an interaction whose worker has fallen silent, while Discord still takes it", () =>
  withRouter({ interactionMs: 1_700, busyAnswerMs: 200 }, async ({ router, join, link }) => {
    const worker = await join("worker-0");
    await router.deliver(event("event"));
    worker.pause();
    void (await link("worker-0")).ping(0).catch(() => {});
    const plain = router.deliver(event("event"));
    const interaction = await router.deliver(event("interaction"));
    assert.deepEqual([interaction.status, "why" in interaction && interaction.why], [
      "dropped",
      "flora-failed",
    ]);
    worker.resume();
    assert.deepEqual(await plain, { status: "ok" }, "one that is only slow goes on");
  }));
