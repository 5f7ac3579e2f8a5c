import assert from "node:assert/strict";
import { emptyManifest, type GuildId, type Manifest } from "@flora/model";
import { Interest } from "./interest.ts";

const guild = "100000000000000001" as GuildId;

function interested(manifest: Partial<Manifest>) {
  const interest = new Interest();
  interest.set(guild, { ...emptyManifest, ...manifest });
  return (t: string, d: object) => interest.refusal(guild, { t, d });
}

const message = (content: string, bot = false) => ({ content, author: { bot }, guild_id: guild });
const interaction = (type: number) => ({ type, guild_id: guild, data: { name: "x" } });

Deno.test("Interest.refusal() passes a message only to handlers of messages, or to a prefix command", () => {
  const any = interested({ events: ["messageCreate"] });
  assert.equal(any("MESSAGE_CREATE", message("anything", true)), undefined);
  const commands = interested({ prefix: "?", prefixCommands: ["ping"] });
  for (const content of ["?ping", "? ping", "?ping pong", "?\n ping\tpong"]) {
    assert.equal(commands("MESSAGE_CREATE", message(content)), undefined, content);
  }
  for (const content of ["?pong", "?Ping", "?pings"]) {
    assert.equal(commands("MESSAGE_CREATE", message(content)), "unknown-command", content);
  }
  for (const content of ["ping", "", "?", "? "]) {
    assert.equal(commands("MESSAGE_CREATE", message(content)), "no-handler", content);
  }
  assert.equal(commands("MESSAGE_CREATE", message("?ping", true)), "from-a-bot");
  assert.equal(commands("MESSAGE_UPDATE", message("?ping")), "no-handler");
  assert.equal(interested({ prefixCommands: ["ping"] })("MESSAGE_CREATE", message("!ping")), undefined);
  assert.equal(interested({ prefix: "!" })("MESSAGE_CREATE", message("!ping")), "no-handler");
  assert.equal(any("VOICE_SERVER_UPDATE", { guild_id: guild }), "withheld");
});

Deno.test("Interest.refusal() passes interactions by what was registered", () => {
  const commands = interested({ commands: [{ name: "x" }] });
  assert.deepEqual([2, 3, 4, 5].map((type) => commands("INTERACTION_CREATE", interaction(type))), [
    undefined,
    "no-handler",
    undefined,
    "no-handler",
  ]);
  const menu = interaction(2);
  for (const data of [{ name: "y" }, { name: "x", type: 2 }, {}]) {
    assert.equal(commands("INTERACTION_CREATE", { ...menu, data }), "unknown-command");
  }
  const any = interested({ events: ["interactionCreate"] });
  assert.ok([2, 3, 4, 5].every((type) => any("INTERACTION_CREATE", interaction(type)) === undefined));
  const modal = interested({ events: ["modalSubmit"] });
  assert.deepEqual([2, 3, 5].map((type) => modal("INTERACTION_CREATE", interaction(type))), [
    "no-handler",
    "no-handler",
    undefined,
  ]);
});

Deno.test("Interest.refusal() refuses everything for guilds without a script and for what was taken away", () => {
  const interest = new Interest();
  assert.equal(interest.refusal(guild, { t: "MESSAGE_CREATE", d: message("x") }), "no-script");
  interest.set(guild, { ...emptyManifest, events: ["messageCreate"] });
  assert.equal(interest.refusal(guild, { t: "MESSAGE_CREATE", d: message("x") }), undefined);
  interest.delete(guild);
  assert.equal(interest.refusal(guild, { t: "MESSAGE_CREATE", d: message("x") }), "no-script");
});
