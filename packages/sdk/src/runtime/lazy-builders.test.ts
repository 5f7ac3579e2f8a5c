import assert from "node:assert/strict";
import * as builders from "../builders/mod.ts";
import { message, TestGuest } from "../testing/guest.ts";

/** Runs a handler in a guest; what it logged. */
function run(body: string): string[] {
  const guest = TestGuest.load(`on("messageCreate", async (ctx) => { ${body} });`);
  guest.dispatch("messageCreate", message("hi"));
  assert.equal(guest.said.at(-1)!.t, "done", JSON.stringify(guest.said.at(-1)));
  return guest.logged.map(({ message }) => message);
}

Deno.test("defineLazyGlobals() evaluates the builders when the first of them is read, and all at once", () => {
  const names = JSON.stringify(Object.keys(builders));
  const lines = run(`
    const lazy = () => ${names}.filter((name) => Object.getOwnPropertyDescriptor(globalThis, name).get).length;
    console.log(lazy() === ${names}.length, typeof embed, lazy(), embed === globalThis.embed);
    console.log(${names}.every((name) => globalThis[name] !== undefined), Object.keys(globalThis).length);
  `);
  assert.deepEqual(lines, ["true function 0 true", "true 0"]);
});

Deno.test("defineLazyGlobals() leaves a name alone that a script has replaced", () => {
  const lines = run(`
    globalThis.file = "mine"; button(); globalThis.embed = "mine too";
    console.log(file, embed, typeof label);
  `);
  assert.deepEqual(lines, ["mine mine too function"]);
});

Deno.test("builders work without eval, Node and the rest of the web", () => {
  const lines = run(`
    const built = new SlashCommandBuilder().setName("a").setDescription("b").addStringOption((option) =>
      option.setName("c").setDescription("d").addChoices({ name: "e", value: "f" }));
    console.log(JSON.stringify(built.toJSON().options[0].choices));
    console.log(JSON.stringify(embed().setUrl("https://ä.example/x").setImage("attachment://a_b.png")));
    for (const url of ["ftp://a.example", "x"]) try { embed().setUrl(url) } catch (error) {
      console.log(error.code, error.path, error.message);
    }
    console.log(embed() instanceof EmbedBuilder, new InputTextBuilder("a") instanceof TextInputBuilder);
  `);
  assert.deepEqual(lines, [
    `[{"name":"e","value":"f"}]`,
    `{"url":"https://ä.example/x","image":{"url":"attachment://a_b.png"}}`,
    "INVALID_ARGUMENT url Cannot set url: invalid URL protocol (expected http:, https:)",
    "INVALID_ARGUMENT url Cannot set url: invalid URL (expected to match a URL)",
    "true true",
  ]);
});

Deno.test("reply() names the place of a builder that is not complete", () => {
  const lines = run(`
    const attempt = (input) => Promise.resolve().then(() => ctx.reply(input)).catch((error) =>
      console.log(error.code, error.path, error.message));
    await attempt({ components: [actionRow(), actionRow().addComponents(button().setCustomId("a"))] });
    await attempt({ embeds: [embed().setTitle("a"), { toJSON() { throw new Error("own") } }] });
  `);
  assert.deepEqual(lines, [
    "INVALID_ARGUMENT message.components.1.components.0.label Cannot build action row: Cannot build button: non-premium buttons must have a label and/or an emoji.",
    "undefined undefined own",
  ]);
});
