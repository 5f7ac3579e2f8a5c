import assert from "node:assert/strict";
import { emptyManifest, type GuildId, type Manifest } from "@flora/model";
import { Interest } from "./interest.ts";

const guild = "100000000000000001" as GuildId;

function interested(manifest: Partial<Manifest>) {
  const interest = new Interest();
  interest.set(guild, { ...emptyManifest, ...manifest });
  return (t: string, d: object) => interest.wants(guild, { t, d });
}

const message = (content: string, bot = false) => ({ content, author: { bot }, guild_id: guild });
const interaction = (type: number) => ({ type, guild_id: guild, data: {} });

Deno.test("Interest.wants() passes a message only to handlers of messages, or to a prefix command", () => {
  assert.ok(interested({ events: ["messageCreate"] })("MESSAGE_CREATE", message("anything", true)));
  const commands = interested({ prefix: "?", prefixCommands: ["ping"] });
  assert.ok(commands("MESSAGE_CREATE", message("?ping")));
  assert.ok(!commands("MESSAGE_CREATE", message("ping")));
  assert.ok(!commands("MESSAGE_CREATE", message("?ping", true)));
  assert.ok(!commands("MESSAGE_UPDATE", message("?ping")));
  assert.ok(interested({ prefixCommands: ["ping"] })("MESSAGE_CREATE", message("!ping")));
  assert.ok(!interested({ prefix: "!" })("MESSAGE_CREATE", message("!ping")));
});

Deno.test("Interest.wants() passes interactions by what was registered", () => {
  const commands = interested({ commands: [{ name: "x" }] });
  assert.deepEqual([2, 3, 4, 5].map((type) => commands("INTERACTION_CREATE", interaction(type))), [
    true,
    false,
    true,
    false,
  ]);
  const any = interested({ events: ["interactionCreate"] });
  assert.ok([2, 3, 4, 5].every((type) => any("INTERACTION_CREATE", interaction(type))));
  const modal = interested({ events: ["modalSubmit"] });
  assert.deepEqual([2, 3, 5].map((type) => modal("INTERACTION_CREATE", interaction(type))), [
    false,
    false,
    true,
  ]);
});

Deno.test("Interest.wants() is false for guilds without a script and for what was taken away", () => {
  const interest = new Interest();
  assert.ok(!interest.wants(guild, { t: "MESSAGE_CREATE", d: message("x") }));
  interest.set(guild, { ...emptyManifest, events: ["messageCreate"] });
  assert.ok(interest.wants(guild, { t: "MESSAGE_CREATE", d: message("x") }));
  interest.delete(guild);
  assert.ok(!interest.wants(guild, { t: "MESSAGE_CREATE", d: message("x") }));
});
