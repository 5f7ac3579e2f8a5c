import assert from "node:assert/strict";
import { type DispatchEvent, type GuildId, type WhyReason, whyReasons } from "@flora/model";
import type { Outcome } from "../pool/worker-link.ts";
import { WhyKeeper } from "./keeper.ts";

const guildId = "100000000000000001" as GuildId;
const refusal = (reason: WhyReason) => ({ reason, op: "discord.request", message: `because ${reason}` });

const dispatch: DispatchEvent = {
  id: "ev_1",
  guildId,
  kind: "event",
  event: "messageCreate",
  msg: {},
  raw: { id: "5", channel_id: "6", author: { id: "7" }, content: "!roll 20" },
  receivedAt: 1_000,
  redelivered: false,
};

const keep = () => new WhyKeeper({ wordOf: (_, { content }) => content?.slice(1, 5), now: () => 1_250 });

Deno.test("WhyKeeper.settled() has one reason for every way in which an event can end", () => {
  const lost = (why: WhyReason): Outcome => ({ status: "lost", reason: "memory-limit", why });
  const dropped = (why: WhyReason): Outcome => ({ status: "dropped", reason: "text", why });
  const threw: Outcome = { status: "threw", message: "TypeError: no", stack: "" };
  const cases: [Outcome, WhyReason, string | undefined][] = [
    [{ status: "ok" }, "ran", undefined],
    [threw, "threw", "TypeError: no"],
    [{ status: "timed-out" }, "timed-out", undefined],
    [lost("script-ended"), "script-ended", "memory-limit"],
    [lost("worker-lost"), "worker-lost", "memory-limit"],
    [dropped("queue-full"), "queue-full", "text"],
    [dropped("flora-failed"), "flora-failed", undefined],
    [{ status: "ok", refused: [refusal("quota")] }, "quota", "because quota"],
    [
      { ...threw, refused: [refusal("no-permission")] },
      "no-permission",
      "TypeError: no; because no-permission",
    ],
    [
      { ...threw, message: "because rate-limited", refused: [refusal("rate-limited")] },
      "rate-limited",
      "because rate-limited",
    ],
    [{ status: "timed-out", refused: [refusal("quota")] }, "timed-out", "because quota"],
  ];
  for (const [outcome, reason, detail] of cases) {
    const keeper = keep();
    keeper.settled(dispatch, outcome);
    const { records, counts } = keeper.read(guildId, {});
    assert.deepEqual(records, [{
      at: 1_000,
      reason,
      event: "messageCreate",
      dispatchId: "ev_1",
      messageId: "5",
      channelId: "6",
      userId: "7",
      command: "roll",
      tookMs: 250,
      ...(detail === undefined ? {} : { detail }),
    }]);
    assert.deepEqual(counts, [{ reason, event: "messageCreate", count: 1, lastAt: 1_000 }]);
  }
  const keeper = keep();
  keeper.settled(dispatch, { status: "returned" });
  assert.deepEqual(keeper.read(guildId, {}).records, [], "what is returned is delivered again");
});

Deno.test("WhyKeeper.settled() passes on every reason that a worker gives", () => {
  for (const why of whyReasons) {
    const keeper = keep();
    keeper.settled(dispatch, { status: "dropped", reason: "x", why });
    assert.equal(keeper.read(guildId, {}).records[0]!.reason, why);
  }
});

Deno.test("WhyKeeper.filtered() keeps messages and commands, and only counts the rest", () => {
  const keeper = keep();
  const interaction = (type: number, data: object) =>
    keeper.filtered(guildId, { t: "INTERACTION_CREATE", d: { id: "1", type, data } }, "unknown-command");
  keeper.filtered(guildId, { t: "MESSAGE_REACTION_ADD", d: { message_id: "5", user_id: "7" } }, "no-handler");
  keeper.filtered(guildId, { t: "PRESENCE_UPDATE", d: { user: { id: "7" } } }, "no-handler");
  interaction(2, { name: "roll" });
  interaction(3, { custom_id: "x".repeat(200) });
  const { records, counts } = keeper.read(guildId, {});
  assert.deepEqual(records.map(({ event, messageId, command }) => [event, messageId, command]).sort(), [
    ["componentInteraction", undefined, "x".repeat(100)],
    ["interactionCreate", undefined, "roll"],
    ["reactionAdd", "5", undefined],
  ]);
  assert.ok(counts.some(({ event, count }) => event === "presenceUpdate" && count === 1));
  keeper.forget(guildId);
  assert.deepEqual(keeper.read(guildId, {}).records, []);
});
