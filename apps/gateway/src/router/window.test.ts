import assert from "node:assert/strict";
import type { GuildId } from "@flora/model";
import type { Outcome } from "../pool/worker-link.ts";
import { event, guildId, withRouter } from "../testing/router-bench.ts";
import { until } from "@flora/model/until";

const ids = (frames: { event: { id: string } }[]) => frames.map(({ event }) => event.id);

Deno.test("Router keeps a window of unanswered events at the worker, and sends the rest as answers come, in order", () =>
  withRouter({ window: 3 }, async ({ router, join }) => {
    const worker = await join("worker-0");
    const answers: ((outcome: Outcome) => void)[] = [];
    worker.run = () => new Promise((answer) => answers.push(answer));
    const events = Array.from({ length: 8 }, () => event("event"));
    const outcomes = events.map((event) => router.deliver(event));
    await until("a full window", () => worker.frames.length === 3);
    // An answer makes room for one, whichever of the three it is for.
    for (let sent = 4; sent <= 8; sent++) {
      answers.splice(sent % 3, 1)[0]!({ status: "ok" });
      await until(`event ${sent}`, () => worker.frames.length === sent);
    }
    for (const answer of answers) answer({ status: "ok" });
    await Promise.all(outcomes);
    assert.deepEqual(ids(worker.frames), ids(events.map((event) => ({ event }))));
  }));

Deno.test("Router delivers what a dead worker had in its window, and then what waited behind it, in order", () =>
  withRouter({ window: 2 }, async ({ router, join }) => {
    const first = await join("worker-0", () => new Promise(() => {}));
    const events = Array.from({ length: 5 }, () => event("event"));
    const outcomes = events.map((event) => router.deliver(event));
    await until("a full window", () => first.frames.length === 2);
    await first.die();
    const second = await join("worker-1");
    assert.deepEqual((await Promise.all(outcomes)).map(({ status }) => status), Array(5).fill("ok"));
    assert.deepEqual(ids(second.frames), ids(events.map((event) => ({ event }))));
    const marks = second.frames.map(({ event }) => event.redelivered);
    assert.deepEqual(marks, [true, true, false, false, false]);
  }));

Deno.test("Router sends no more to a worker that takes nothing, keeps other guilds going, and catches up in order", () =>
  withRouter({ window: 1_000, waiting: 10_000 }, async ({ router, join, link }) => {
    const [slow, quick] = [await join("worker-0"), await join("worker-1")];
    const [slowLink, quickLink] = [await link("worker-0"), await link("worker-1")];
    const other = "100000000000000002" as GuildId;
    await router.migrate(guildId, slowLink, "asked");
    await router.migrate(other, quickLink, "asked");
    const raw = { text: "x".repeat(50_000) };
    slow.pause();
    const events = Array.from({ length: 400 }, () => event("event", { raw }));
    const outcomes = events.map((event) => router.deliver(event));
    await until("it to fall behind", () => slowLink.behind);
    assert.deepEqual(await router.deliver(event("event", { guild: other, raw })), { status: "ok" });
    assert.equal(quick.frames.length, 1);
    // Twenty megabytes wait here rather than in the link's buffer.
    assert.ok(slowLink.backlogBytes < 4 * 1024 * 1024, `${slowLink.backlogBytes} bytes`);
    slow.resume();
    await Promise.all(outcomes);
    assert.deepEqual(ids(slow.frames), ids(events.map((event) => ({ event }))));
  }));
