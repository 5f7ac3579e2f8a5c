import assert from "node:assert/strict";
import fc from "fast-check";
import { interaction, message, TestGuest } from "../testing/guest.ts";

const logs = (guest: TestGuest) => guest.logged.map(({ message }) => message);
const press = (guest: TestGuest, customId: string, more: object = {}) =>
  guest.dispatch(
    "componentInteraction",
    interaction(3, { custom_id: customId }, { message: { id: "300" }, ...more }),
  );

Deno.test("component() and modal() run the first route that fits, with its parameters", () => {
  const guest = TestGuest.load(`
    component("vote/:poll/:choice", (ctx) => console.log("vote", ctx.params.poll, ctx.params.choice));
    component("vote/:poll/all", () => console.log("never"));
    component("close", () => console.log("close"));
    modal("reason/:id", (ctx) => console.log("modal", ctx.params.id, ctx.fields.text));
  `);
  assert.deepEqual(guest.manifest.events, ["componentInteraction", "modalSubmit"]);
  press(guest, "vote/7/all");
  press(guest, "close");
  press(guest, "closed");
  const components = [{ type: 18, component: { type: 4, custom_id: "text", value: "why" } }];
  guest.dispatch("modalSubmit", interaction(5, { custom_id: "reason/9", components }));
  assert.deepEqual(logs(guest), ["vote 7 all", "close", "modal 9 why"]);
});

Deno.test("autocomplete() answers for an option of a subcommand", () => {
  const guest = TestGuest.load(`
    const tag = slash({ name: "tag", description: "Tags", subcommands: [{ name: "get", description: "Gets",
      options: [{ name: "name", description: "Name", autocomplete: true }], run() {} }] });
    autocomplete("tag get", "name", ({ focused }) => [{ name: focused.value, value: focused.value }]);
    createBot({ commands: [tag] });
  `);
  const options = [{
    name: "get",
    type: 1,
    options: [{ name: "name", type: 3, value: "fa", focused: true }],
  }];
  guest.dispatch("interactionCreate", interaction(4, { name: "tag", type: 1, options }));
  assert.deepEqual((guest.ops[0]!.args as { data: object }).data, { choices: [{ name: "fa", value: "fa" }] });
});

Deno.test("autocomplete() says which handler gave no list", () => {
  const guest = TestGuest.load(`
    autocomplete("fruit", "which", () => undefined);
    createBot({ commands: [slash({ name: "fruit", description: "Chooses", run() {},
      options: [{ name: "which", description: "Which", autocomplete: true }] })] });
  `);
  const options = [{ name: "which", type: 3, value: "a", focused: true }];
  guest.dispatch("interactionCreate", interaction(4, { name: "fruit", type: 1, options }));
  const threw = guest.said.find((frame) => frame.t === "threw");
  assert.equal(threw?.message, "Cannot suggest values of fruit which: the handler gave no list");
});

Deno.test("contextMenu() runs on the user or message it was used on, beside a slash command of its name", () => {
  const guest = TestGuest.load(`createBot({ commands: [
    slash({ name: "report", description: "Reports", run: () => console.log("slash") }),
    contextMenu({ name: "report", type: "user", run: (ctx) => console.log("user", ctx.targetId, ctx.target.username) }),
    contextMenu({ name: "report", type: "message", run: (ctx) => console.log("message", ctx.target.content) }),
  ] });`);
  assert.deepEqual(guest.manifest.commands.slice(1), [{ type: 2, name: "report" }, {
    type: 3,
    name: "report",
  }]);
  const use = (data: object) =>
    guest.dispatch("interactionCreate", interaction(2, { name: "report", ...data }));
  use({ type: 2, target_id: "8", resolved: { users: { 8: { username: "bob" } } } });
  use({ type: 3, target_id: "9", resolved: { messages: { 9: { content: "spam" } } } });
  use({ type: 1 });
  assert.deepEqual(logs(guest), ["user 8 bob", "message spam", "slash"]);
});

const ASKS = `
on("messageCreate", async (ctx) => {
  await ctx.reply("sure?");
  const pressed = await ctx.awaitComponent({ customId: "yes", userId: ctx.msg.author.id }, { timeout: 50 });
  if (!pressed) return void await ctx.reply("too late");
  await pressed.reply("done");
  if ((await pressed.awaitComponent("more", { timeout: 50 }))?.msg.user.id === "400") throw new Error("more");
});
on("messageCreate", () => console.log("next handler"));
component("yes", () => console.log("route"));`;

Deno.test("awaitComponent() ends its dispatch while it waits, and goes on in that of the component", () => {
  const guest = TestGuest.load(ASKS, () => ({ ok: { id: "9" } }));
  const asked = guest.dispatch("messageCreate", message("delete"));
  assert.deepEqual([guest.last("done").d, logs(guest)], [asked, ["next handler"]]);
  assert.ok(guest.said.some((frame) => frame.t === "op" && frame.name === "life.keepAwake"));
  press(guest, "yes", { user: { id: "somebody else" } });
  assert.equal(logs(guest).at(-1), "route");
  const pressed = press(guest, "yes");
  const answer = guest.ops.at(-1)!;
  assert.deepEqual([answer.name, answer.d], ["interactions.respond", pressed]);
  assert.equal(guest.last("done").d, pressed, "it waits again");
  const more = press(guest, "more");
  assert.equal(guest.last("threw").d, more);
});

Deno.test("awaitComponent() whose filter throws leaves components to their handlers", () => {
  const guest = TestGuest.load(`
    on("messageCreate", (ctx) => void ctx.awaitComponent(({ msg }) => msg.nothing.id === "1", { timeout: 50 }));
    component("vote/:choice", ({ params }) => console.log("vote", params.choice));
  `);
  guest.dispatch("messageCreate", message("ask"));
  press(guest, "vote/yes");
  const [told, vote] = logs(guest);
  assert.match(told!, /^A filter of awaitComponent threw: TypeError/);
  assert.equal(vote, "vote yes");
  assert.equal(guest.said.at(-1)!.t, "done");
});

Deno.test("awaitComponent() answers null when nobody came in time, and does not wait for ever", async () => {
  const guest = TestGuest.load(ASKS, () => ({ ok: { id: "9" } }));
  guest.dispatch("messageCreate", message("delete"));
  await guest.wake();
  assert.deepEqual((guest.ops.at(-1)!.args as { body: { content: string } }).body.content, "too late");
  press(guest, "yes");
  assert.equal(logs(guest).at(-1), "route");
});

Deno.test("awaitComponent() refuses to wait longer than an interaction lives", () => {
  const guest = TestGuest.load(
    `on("messageCreate", (ctx) => ctx.awaitComponent("x", { timeout: 3_600_000 }));`,
  );
  guest.dispatch("messageCreate", message("x"));
  assert.match(guest.last("threw").message, /at most|are possible/);
});

Deno.test("component() runs the first handler whose pattern fits, as a plain search over the patterns does", () => {
  const part = fc.constantFrom("a", "b", ":x", ":y", "vote");
  const pattern = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"))
    .filter((text) => !/(:[xy]).*\1/.test(text));
  const customId = fc.array(fc.constantFrom("a", "b", "vote", "1", ".*", ":x"), {
    minLength: 1,
    maxLength: 4,
  })
    .map((parts) => parts.join("/"));
  const fits = (pattern: string, id: string) => {
    const [parts, values] = [pattern.split("/"), id.split("/")];
    return parts.length === values.length &&
      parts.every((text, at) => text.startsWith(":") ? values[at] !== "" : text === values[at]);
  };
  fc.assert(
    fc.property(
      fc.uniqueArray(pattern, { minLength: 1, maxLength: 6 }),
      fc.array(customId, { maxLength: 6 }),
      (patterns, ids) => {
        const guest = TestGuest.load(
          patterns.map((text, at) => `component(${JSON.stringify(text)}, () => console.log("${at}"));`).join(
            "\n",
          ),
        );
        for (const id of ids) {
          const before = guest.logged.length;
          guest.dispatch("componentInteraction", interaction(3, { custom_id: id, component_type: 2 }));
          const ran = guest.logged.slice(before).map(({ message }) => Number(message));
          const first = patterns.findIndex((text) => fits(text, id));
          assert.deepEqual(ran, first < 0 ? [] : [first], `${id} among ${patterns}`);
        }
      },
    ),
    { numRuns: 40 },
  );
});
