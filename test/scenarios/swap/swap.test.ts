import assert from "node:assert/strict";
import type { GuildId } from "@flora/model";
import { everyRequest } from "../../../apps/gateway/src/testing/every-request.ts";
import { snapshot, stock } from "../../../apps/gateway/src/testing/stock.ts";
import { ANYBODY, NOWHERE, swaps, triedRoutes } from "../../../apps/gateway/src/testing/swaps.ts";
import { routes } from "@flora/discord";
import { checkRequests } from "../../support/oracle.ts";
import { type Field, type OpAnswer, type OpCall, withField } from "./field.ts";

interface SwappedOp {
  /** What is swapped where, for the reader. */
  what: string;
  foreign: OpCall;
  unknown: OpCall;
  /** Answers of another guild's thing and of nothing are the same, and neither is a result. */
  mustRefuse: boolean;
}

const text = (content: string) => ({ body: { content } });

/** Ops on interactions by the handle of another guild, of nobody, and by messages of another guild. */
function interactionSwaps(mine: string, theirs: string, messageId: string): SwappedOp[] {
  const ops: [string, object][] = [
    ["respond", { type: 4, data: { content: "x" } }],
    ["respond", { type: 5 }],
    ["getOriginal", {}],
    ["editOriginal", text("x")],
    ["deleteOriginal", {}],
    ["followUp", text("x")],
    ["editFollowUp", { messageId, ...text("x") }],
    ["deleteFollowUp", { messageId }],
  ];
  const nobody = `${theirs.slice(0, 3)}${"A".repeat(theirs.length - 3)}`;
  const byHandle = ops.map(([op, args]) => ({
    what: `interactions.${op} interaction`,
    foreign: { name: `interactions.${op}`, args: { ...args, interaction: theirs } },
    unknown: { name: `interactions.${op}`, args: { ...args, interaction: nobody } },
    mustRefuse: true,
  }));
  const byMessage = ops.filter(([, args]) => "messageId" in args).map(([op, args]) => ({
    what: `interactions.${op} messageId`,
    foreign: { name: `interactions.${op}`, args: { ...args, interaction: mine } },
    unknown: { name: `interactions.${op}`, args: { ...args, interaction: mine, messageId: NOWHERE } },
    mustRefuse: true,
  }));
  return [...byHandle, ...byMessage];
}

/** Reads of the guild by ids of another one. What they answer with is nothing, not always a refusal. */
function readSwaps({ channelId, userId, roleId }: { channelId: string; userId: string; roleId: string }) {
  const reads: [string, string, string, object][] = [
    ["channel", "channelId", channelId, {}],
    ["member", "userId", userId, {}],
    ["members", "roleId", roleId, {}],
    ["can", "userId", userId, { permissions: ["SendMessages"] }],
    ["can", "channelId", channelId, { permissions: ["SendMessages"] }],
    ["highestRole", "userId", userId, {}],
  ];
  return (own: string): SwappedOp[] =>
    reads.map(([op, key, id, more]) => {
      const args = { ...(op === "can" ? { userId: own } : {}), ...more };
      return {
        what: `guild.${op} ${key}`,
        foreign: { name: `guild.${op}`, args: { ...args, [key]: id } },
        unknown: { name: `guild.${op}`, args: { ...args, [key]: NOWHERE } },
        mustRefuse: false,
      };
    });
}

/** Everything of the other guild that any op of this one can name. */
async function everySwap({ emulator, handle, guildIds }: Field): Promise<SwappedOp[]> {
  const [own, other] = guildIds as [GuildId, GuildId];
  const [mine, theirs] = [await stock(emulator, own), await stock(emulator, other)];
  const rest = [...swaps(mine, theirs)].map(({ route, at, foreign, unknown }) => ({
    what: `${route} ${at}`,
    foreign: { name: "discord.rest", args: foreign },
    unknown: { name: "discord.rest", args: unknown },
    mustRefuse: route !== "threads.removeMember" && !ANYBODY.has(`${route} ${at}`),
  }));
  return [
    ...interactionSwaps(await handle(own), await handle(other), theirs.messageId),
    ...readSwaps(theirs)(mine.userId),
    ...rest,
  ];
}

Deno.test("no op of a guest reaches another guild, or tells what it has from what does not exist", () =>
  withField(["own", "other"], async (field) => {
    const { emulator, storage, ops, caughtUp } = field;
    const [own, other] = field.guildIds as [GuildId, GuildId];
    const swapped = await everySwap(field);
    for (const guildId of field.guildIds) await caughtUp(guildId);
    const kept = async () =>
      JSON.stringify(await storage.kv.items(other, "held", { limit: 10, maxBytes: 1e6 }));
    const before = [snapshot(emulator, other), await kept()];
    const told: string[] = [];
    emulator.world.bus.listen(({ guildId, t }) => guildId === other && told.push(t));
    const sentBefore = emulator.requests.since(0).length;
    const problems: string[] = [];
    for (const { what, foreign, unknown, mustRefuse } of swapped) {
      const answers = await ops(own, [foreign, unknown]) as [OpAnswer, OpAnswer];
      assert.equal(snapshot(emulator, other), before[0], `${what} changed the other guild`);
      if (ANYBODY.has(what)) continue;
      const [one, two] = answers.map((answer) => JSON.stringify(answer));
      if (one !== two) problems.push(`${what}: ${one} but ${two}`);
      if (mustRefuse && "ok" in answers[0]) problems.push(`${what} was taken`);
    }
    assert.deepEqual(problems, []);
    assert.deepEqual(told, [], "something was dispatched in the other guild");
    assert.equal(await kept(), before[1]);
    const sent = emulator.requests.since(0).slice(sentBefore);
    const guilds = new Set(sent.map(({ guildId }) => guildId).filter((guildId) => guildId !== undefined));
    assert.deepEqual([...guilds].filter((guildId) => guildId !== own), []);
    assert.ok(swapped.length > 170, `${swapped.length} ids were swapped`);
    console.log(`${swapped.length} ids of ${triedRoutes.length} routes and 16 ops were swapped`);
  }));

Deno.test("every route works for a guest with its own guild's ids, and is a request that Discord describes", () =>
  withField(["own"], async ({ emulator, guildIds, ops, caughtUp }) => {
    const own = guildIds[0]!;
    const failed: string[] = [];
    let mine = await stock(emulator, own);
    await caughtUp(own);
    const before = emulator.requests.since(0).length;
    for (const route of triedRoutes) {
      const args = { route, ...everyRequest[route](mine) };
      const [answer] = await ops(own, [{ name: "discord.rest", args }]);
      // Nobody has changed the permissions of a command.
      const expected = route === "commands.getPermissions" && JSON.stringify(answer).includes("10066");
      if ("error" in answer! && !expected) failed.push(`${route}: ${JSON.stringify(answer)}`);
      if (routes[route].method === "GET") continue;
      mine = await stock(emulator, own);
      await caughtUp(own);
    }
    assert.deepEqual(failed, []);
    const sent = emulator.requests.since(0).slice(before).filter(({ status }) => status < 300);
    const { checked, problems, skipped } = await checkRequests(sent);
    assert.deepEqual([...new Set(problems)], []);
    console.log(skipped ?? `${checked} requests fit Discord's description`);
  }));
