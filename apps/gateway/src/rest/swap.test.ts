import assert from "node:assert/strict";
import { type DiscordRequestInput, type DiscordResponse, type Route, routes, valuesAt } from "@flora/discord";
import { findDescription, openRequestOracle } from "@flora/discord-emulator/oracle";
import type { GuildId } from "@flora/model";
import { everyRequest, type TriedRoute } from "../testing/every-request.ts";
import { withProxy } from "../testing/set-up-proxy.ts";
import { snapshot, type Stock, stock } from "../testing/stock.ts";

const FILE = findDescription();

const names = Object.keys(everyRequest) as TriedRoute[];
const NOWHERE = "123456789012345678";

/** Any account of Discord may be named here, whoever's member it is: nothing of the other guild is touched or told. */
const ANYBODY = new Set(["bans.create params.userId", "reactions.remove params.userId"]);

interface Swap {
  route: TriedRoute;
  /** Where the id stands: `params.channelId`, `body.0.parent_id`. */
  at: string;
  foreign: DiscordRequestInput;
  unknown: DiscordRequestInput;
}

/** Each route's request once for every id in it, with that id another guild's, and with it nobody's. */
function* swaps(guildId: GuildId, mine: Stock, theirs: Stock): Generator<Swap> {
  for (const name of names) {
    const route: Route = routes[name];
    const good = { guildId, route: name, ...everyRequest[name](mine) };
    const other = { guildId, route: name, ...everyRequest[name](theirs) };
    const params = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, param]) => `params.${param}`);
    for (const place of new Set([...params, ...Object.keys(route.ids ?? {})])) {
      for (const { at, value } of valuesAt(other, place)) {
        if (at === "params.answerId" || at === "params.emoji" && !String(value).includes(":")) continue;
        const whole = typeof value === "object" && value !== null;
        const id = whole ? `${at}.id` : at;
        const foreign = whole ? (value as { id: string }).id : String(value);
        const nobody = at === "params.code" ? "nowhere" : foreign.replace(/\d{17,20}$/, NOWHERE);
        yield { route: name, at: id, foreign: withAt(good, id, foreign), unknown: withAt(good, id, nobody) };
      }
    }
  }
}

/** A copy with one value changed. */
function withAt(request: DiscordRequestInput, at: string, value: string): DiscordRequestInput {
  const copy = structuredClone(request);
  const keys = at.split(".");
  const last = keys.pop()!;
  // deno-lint-ignore no-explicit-any -- whatever stands on the way
  const holder = keys.reduce((node: any, key) => node[key], copy);
  holder[last] = value;
  return copy;
}

Deno.test("RestProxy never reaches another guild, whichever id of whichever route is swapped for one of its own", () =>
  withProxy(["own", "other"], async ({ emulator, guildIds, request }) => {
    const [own, other] = guildIds as [GuildId, GuildId];
    const [mine, theirs] = [await stock(emulator, own), await stock(emulator, other)];
    const before = snapshot(emulator, other);
    const told: string[] = [];
    emulator.world.bus.listen(({ guildId, t }) => guildId === other && told.push(t));
    const differing: string[] = [];
    const sentBefore = emulator.requests.since(0).length;
    let count = 0;
    for (const { route, at, foreign, unknown } of swaps(own, mine, theirs)) {
      count++;
      const answers: DiscordResponse[] = [];
      for (const swapped of [foreign, unknown]) answers.push(await request(swapped));
      assert.equal(snapshot(emulator, other), before, `${route} ${at} changed the other guild`);
      if (ANYBODY.has(`${route} ${at}`)) continue;
      const [one, two] = answers.map((answer) => JSON.stringify(answer));
      if (one !== two) differing.push(`${route} ${at}: ${one} but ${two}`);
      if (answers[0]!.ok && route !== "threads.removeMember") differing.push(`${route} ${at} was taken`);
    }
    assert.deepEqual(differing, []);
    assert.deepEqual(told, []);
    const sent = emulator.requests.since(0).slice(sentBefore);
    assert.deepEqual([...new Set(sent.map(({ guildId }) => guildId))], [own]);
    assert.ok(count > 140, `${count} ids were swapped`);
    console.log(`${count} ids of ${names.length} routes were swapped`);
  }));

Deno.test("RestProxy serves every route with the guild's own ids, whatever guild the parameters claim", () =>
  withProxy(["own", "other"], async ({ emulator, guildIds, request }) => {
    const [own, other] = guildIds as [GuildId, GuildId];
    await stock(emulator, other);
    const before = snapshot(emulator, other);
    const failed: string[] = [];
    let mine = await stock(emulator, own);
    for (const name of names) {
      const good = { guildId: own, route: name, ...everyRequest[name](mine) };
      const params = { ...good.params, guildId: other, applicationId: NOWHERE, webhookToken: "forged" };
      const answer = await request({ ...good, params });
      // Nobody has changed the permissions of a command.
      const expected = name === "commands.getPermissions" ? 10066 : undefined;
      if (!answer.ok && answer.discordCode !== expected) failed.push(`${name}: ${JSON.stringify(answer)}`);
      assert.equal(JSON.stringify(answer).includes("token"), false, `${name} shows a token`);
      if (routes[name].method !== "GET") mine = await stock(emulator, own);
    }
    assert.deepEqual(failed, []);
    assert.equal(snapshot(emulator, other), before);
    if (!FILE) return;
    const oracle = openRequestOracle(FILE);
    const sent = emulator.requests.since(0).filter(({ status }) => status < 300);
    const problems = sent.flatMap(({ method, path, body, query }) =>
      oracle.check(method, path, body, query).map((problem) => `${method} ${path}: ${problem}`)
    );
    assert.deepEqual([...new Set(problems)], []);
    console.log(`${sent.length} requests fit Discord's description`);
  }));
