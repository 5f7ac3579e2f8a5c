/** @module The script that the tests of `flora dev` play with. */

/** Answers `!ping` with a word, counts in `state`, has a command with a form, and can break. */
export const script = (word: string) => `
const count = state("count", 0);
const ping = prefix({ name: "ping", run: (ctx) => ctx.reply(\`${word} \${++count.value}\`) });
const boom = prefix({ name: "boom", run: () => { throw new Error("no good"); } });
const hello = slash({
  name: "hello",
  description: "Greets someone",
  options: [
    { name: "who", description: "Whom to greet", type: "string", required: true },
    { name: "times", description: "How often", type: "integer" },
  ],
  run: (ctx) => ctx.reply({
    content: \`Hello \${ctx.options.who} x\${ctx.options.times ?? 1}\`,
    ephemeral: true,
    components: [actionRow().addComponents(
      button().setCustomId("wave").setLabel("Wave"),
      button().setCustomId("ask").setLabel("Ask"),
    )],
  }),
});
component("wave", (ctx) => ctx.update("waved"));
component("ask", (ctx) => ctx.showModal({
  custom_id: "form", title: "A question",
  components: [
    { type: 1, components: [{ type: 4, custom_id: "name", label: "Your name", style: 1 }] },
    { type: 1, components: [{ type: 4, custom_id: "why", label: "Why", style: 2, required: false }] },
  ],
}));
modal("form", (ctx) => ctx.reply(\`\${ctx.fields.name} says \${ctx.fields.why || "nothing"}\`));
createBot({ commands: [ping, boom, hello] });
`;
