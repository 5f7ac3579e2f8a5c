import assert from "node:assert/strict";
import { type DispatchEvent, emptyManifest, type GuildId } from "@flora/model";
import { createLogger, createMetrics } from "@flora/telemetry";
import { DiscordCache } from "./discord/cache.ts";
import { Interest } from "./interest.ts";
import { gatewayMetrics } from "./metrics.ts";
import { Receiver } from "./receive.ts";
import { Interactions } from "./rest/interactions.ts";

const guildId = "100000000000000001" as GuildId;
/** As Discord makes ids: when, above 22 other bits. */
const idOf = (at: number) => String(BigInt(at - 1_420_070_400_000) << 22n);

Deno.test("Receiver.receive() hands on what comes again, marked, but no interaction that Discord has given up", async () => {
  const delivered: DispatchEvent[] = [];
  const interest = new Interest();
  interest.set(guildId, { ...emptyManifest, events: ["messageCreate", "interactionCreate"] });
  const metrics = gatewayMetrics(createMetrics());
  const receiver = new Receiver({
    cache: new DiscordCache(),
    interest,
    interactions: new Interactions(),
    metrics,
    log: createLogger({ name: "test", write: () => {} }),
    deliver(event) {
      delivered.push(event);
      return Promise.resolve({ status: "ok" });
    },
    answerUnserved: () => Promise.resolve(),
    forFlora: () => undefined,
    onFiltered: () => {},
    onAvailable: () => {},
    onLeft: () => {},
  });
  const now = Date.now();
  const interaction = (id: string) => ({
    t: "INTERACTION_CREATE",
    d: { id, guild_id: guildId, type: 2, token: "x", application_id: "1", data: { name: "roll" } },
    again: true,
  });
  await receiver.receive({
    t: "MESSAGE_CREATE",
    d: { id: idOf(now - 60_000), guild_id: guildId },
    again: true,
  });
  await receiver.receive(interaction(idOf(now - 4_000)));
  await receiver.receive(interaction(idOf(now - 1_000)));
  assert.deepEqual(delivered.map(({ event, redelivered }) => [event, redelivered]), [
    ["messageCreate", true],
    ["interactionCreate", true],
  ]);
  assert.ok(now - delivered[1]!.receivedAt >= 1_000, "it has waited already");
  assert.equal((await metrics.staleInteractions.get()).values[0]!.value, 1);
});
