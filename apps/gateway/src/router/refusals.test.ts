import assert from "node:assert/strict";
import type { GuildId } from "@flora/model";
import { until } from "@flora/model/until";
import type { Outcome } from "../pool/worker-link.ts";
import { event, withRouter } from "../testing/router-bench.ts";

const whyOf = (outcome: Outcome) => "why" in outcome ? outcome.why : outcome.status;

Deno.test("Router says that memory was used up to the guild that used it, and to no other", () =>
  withRouter({ heldBytes: 40_000, window: 1 }, async ({ router, join }) => {
    const worker = await join("worker-0");
    const held = Promise.withResolvers<void>();
    worker.run = async () => {
      await held.promise;
      return { status: "ok" };
    };
    const raw = { content: "x".repeat(2_000) };
    const greedy = Array.from({ length: 20 }, () => router.deliver(event("event", { raw })));
    const modest = router.deliver(event("event", { guild: "100000000000000002" as GuildId }));
    await until("what was sent", () => worker.frames.length === 2);
    held.resolve();
    const counts = Object.groupBy((await Promise.all(greedy)).map(whyOf), (why) => why);
    assert.deepEqual(Object.keys(counts).sort(), ["memory-full", "ok"]);
    assert.ok(counts["memory-full"]!.length > counts.ok!.length, JSON.stringify(counts));
    assert.equal(whyOf(await modest), "ok");
  }));

Deno.test("Router says to what still waits that flora is stopping", () =>
  withRouter({}, async ({ router }) => {
    const waiting = [router.deliver(event("event")), router.deliver(event("interaction"))];
    router.close();
    assert.deepEqual((await Promise.all(waiting)).map(whyOf), ["stopping", "stopping"]);
  }));
