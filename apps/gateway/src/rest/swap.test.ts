import assert from "node:assert/strict";
import { type DiscordResponse, routes } from "@flora/discord";
import { findDescription, openRequestOracle } from "@flora/discord-emulator/oracle";
import type { GuildId } from "@flora/model";
import { everyRequest } from "../testing/every-request.ts";
import { withProxy } from "../testing/set-up-proxy.ts";
import { snapshot, stock } from "../testing/stock.ts";
import { ANYBODY, NOWHERE, swaps, triedRoutes } from "../testing/swaps.ts";

const FILE = findDescription();

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
    for (const { route, at, foreign, unknown } of swaps(mine, theirs)) {
      count++;
      const answers: DiscordResponse[] = [];
      for (const swapped of [foreign, unknown]) answers.push(await request({ guildId: own, ...swapped }));
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
    console.log(`${count} ids of ${triedRoutes.length} routes were swapped`);
  }));

Deno.test("RestProxy serves every route with the guild's own ids, whatever guild the parameters claim", () =>
  withProxy(["own", "other"], async ({ emulator, guildIds, request }) => {
    const [own, other] = guildIds as [GuildId, GuildId];
    await stock(emulator, other);
    const before = snapshot(emulator, other);
    const failed: string[] = [];
    let mine = await stock(emulator, own);
    for (const name of triedRoutes) {
      const good = { guildId: own, route: name, ...everyRequest[name](mine) };
      const params = { ...good.params, guildId: other, applicationId: NOWHERE, webhookToken: "forged" };
      const answer = await request({ ...good, params });
      // Nobody has changed the permissions of a command.
      const expected = name === "commands.getPermissions" && !answer.ok && answer.discordCode === 10066;
      if (!answer.ok && !expected) failed.push(`${name}: ${JSON.stringify(answer)}`);
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
