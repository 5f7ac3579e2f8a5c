import assert from "node:assert/strict";
import { startEmulator } from "@flora/discord-emulator";
import { addMessage, messageChanged, removeMessages } from "@flora/discord-emulator/state/messages";
import type { Happening, SeenMessage } from "../happening.ts";
import { MessageFeed } from "./message-feed.ts";
import { render } from "./render.ts";
import { readable, withMentions } from "./readable.ts";

/** A guild of ada and ben, and what is told of it. */
async function setUp() {
  const emulator = await startEmulator({ guilds: [{ members: ["ada", "ben"] }] });
  const { world, guildIds: [guildId] } = emulator;
  const told: Happening[] = [];
  const feed = new MessageFeed(world, guildId!, (one) => told.push(one));
  const channel = [...world.channels.values()].find(({ type }) => type === 0)!;
  const ada = [...world.users.values()].find(({ username }) => username === "ada")!;
  return {
    world,
    guildId: guildId!,
    feed,
    channel,
    ada,
    /** Everything told since the last call. */
    async told() {
      await Promise.resolve();
      return told.splice(0) as SeenMessage[];
    },
    async [Symbol.asyncDispose]() {
      feed.close();
      await emulator.close();
    },
  };
}

Deno.test("MessageFeed tells of new, changed and deleted messages, each once and by one number", async () => {
  await using set = await setUp();
  const { world, channel, ada } = set;
  const message = addMessage(world, channel, { authorId: ada.id, content: "hi" });
  const [first, ...more] = await set.told();
  assert.deepEqual([first!.change, first!.number, first!.author, first!.lines], ["new", 1, "ada", ["hi"]]);
  assert.deepEqual(more, []);
  message.content = "ho";
  messageChanged(world, message);
  messageChanged(world, message);
  assert.deepEqual((await set.told()).map(({ change, number }) => [change, number]), [["edited", 1]]);
  removeMessages(world, channel, [message]);
  assert.deepEqual((await set.told()).map(({ change, number }) => [change, number]), [["deleted", 1]]);
});

Deno.test("MessageFeed names who alone sees a message, and numbers what can be used", async () => {
  await using set = await setUp();
  const { world, channel, ada, feed } = set;
  const components = [
    {
      type: 1,
      components: [{ type: 2, style: 1, label: "Go", custom_id: "go" }, { type: 2, style: 5, url: "x:y" }],
    },
    { type: 1, components: [{ type: 3, custom_id: "menu", options: [{ label: "A", value: "a" }] }] },
    { type: 1, components: [{ type: 5, custom_id: "who", placeholder: "Whom?", disabled: true }] },
  ];
  const message = addMessage(world, channel, { authorId: world.botId, ephemeralFor: ada.id, components });
  const [seen] = await set.told();
  assert.equal(seen!.onlyFor, "ada");
  assert.deepEqual(seen!.controls, [
    { number: 1, kind: "button", label: "Go", disabled: false },
    { number: 2, kind: "menu", label: "menu", disabled: false, choices: ["a"] },
    { number: 3, kind: "menu", label: "Whom?", disabled: true, picks: "member" },
  ]);
  assert.equal(feed.controls.at(2), `${message.id}/menu`);
  assert.equal(feed.controlOf(message.id, "go")!.label, "Go");
  assert.match(render(seen!), /\[1 Go\] {2}\[2 menu ▾ a\] {2}\[3 Whom\? ▾ member\] \(disabled\)/);
});

Deno.test("render() lets nothing that a script says steer the terminal", async () => {
  await using set = await setUp();
  addMessage(set.world, set.channel, {
    authorId: set.world.botId,
    content: "\u001b[2Jx\rsafe",
    embeds: [{ title: "\u009bt", description: "one\ntwo" }],
  });
  const text = render((await set.told())[0]!);
  // deno-lint-ignore no-control-regex -- control characters are what is looked for
  assert.doesNotMatch(text, /[\x00-\x08\x0b-\x1f\x7f-\x9f]/);
  assert.match(text, /│ one\n {4}│ two/);
});

Deno.test("readable() and withMentions() are each other's opposite", async () => {
  await using set = await setUp();
  const { world, guildId, ada, channel } = set;
  const sent = withMentions(world, guildId, "@ada see #general, not @nobody");
  assert.equal(sent, `<@${ada.id}> see <#${channel.id}>, not @nobody`);
  assert.equal(readable(world, guildId, sent), "@ada see #general, not @nobody");
  assert.equal(readable(world, guildId, "<t:0:R> <:x:1> <@9>"), "1970-01-01 00:00 UTC :x: <@9>");
});
