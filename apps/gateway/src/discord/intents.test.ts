import assert from "node:assert/strict";
import { GatewayIntentBits as I } from "discord-api-types/v10";
import { emptyManifest, type Manifest } from "@flora/model";
import { computeIntents, grantedIntents, intentBits, intentNames, wantedIntents } from "./intents.ts";

const wants = (manifest: Partial<Manifest>) => wantedIntents({ ...emptyManifest, ...manifest });
const base = I.Guilds | I.GuildExpressions;
const all = intentBits(Object.keys(I));

Deno.test("wantedIntents() asks only for what the manifest's events need", () => {
  assert.equal(wants({}), 0);
  assert.equal(
    wants({ commands: [{ name: "x" }], events: ["interactionCreate", "modalSubmit", "ready"] }),
    0,
  );
  assert.equal(wants({ events: ["messageDelete"] }), I.GuildMessages);
  assert.equal(wants({ events: ["messageCreate"] }), I.GuildMessages | I.MessageContent);
  assert.equal(wants({ prefixCommands: ["ping"] }), I.GuildMessages | I.MessageContent);
  assert.equal(
    wants({ events: ["guildMemberAdd", "reactionAdd"] }),
    I.GuildMembers | I.GuildMessageReactions,
  );
  assert.equal(wants({ events: ["noSuchEvent"] }), 0);
});

Deno.test("computeIntents() adds the cache's own and stays under the ceiling", () => {
  assert.equal(computeIntents([], all), base);
  const wanted = wants({ events: ["messageCreate", "guildMemberAdd"] });
  assert.equal(computeIntents([wanted], intentBits(["GuildMessages"])), base | I.GuildMessages);
  assert.equal(
    computeIntents([wanted], all),
    base | I.GuildMessages | I.MessageContent | I.GuildMembers,
  );
});

Deno.test("intentNames() is the opposite of intentBits()", () => {
  assert.deepEqual(intentNames(I.Guilds | I.GuildModeration), ["Guilds", "GuildModeration"]);
  assert.equal(intentBits(intentNames(all)), all);
});

Deno.test("grantedIntents() reads both kinds of an application's flags", () => {
  assert.equal(grantedIntents(0), 0);
  assert.equal(grantedIntents(1 << 19), I.MessageContent);
  assert.equal(grantedIntents((1 << 12) | (1 << 14)), I.GuildPresences | I.GuildMembers);
});
