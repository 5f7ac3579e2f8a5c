import assert from "node:assert/strict";
import { startEmulator } from "@flora/discord-emulator";
import { Form } from "./form.ts";
import { Lookup } from "./lookup.ts";

Deno.test("Form asks for each field in turn, and reads members, choices and truths", async () => {
  const emulator = await startEmulator({ guilds: [{ members: ["ada"], roles: [{ name: "mod" }] }] });
  try {
    const lookup = new Lookup(emulator.world, emulator.guildIds[0]!);
    const label = (label: string, component: object) => ({ type: 18, label, component });
    const form = new Form({
      title: "All",
      components: [
        { type: 1, components: [{ type: 4, custom_id: "text", label: "Text", style: 2 }] },
        { type: 10, content: "Just words" },
        label("Who", { type: 5, custom_id: "who", max_values: 2 }),
        label("Role", { type: 6, custom_id: "role", required: false }),
        label("Size", {
          type: 3,
          custom_id: "size",
          options: [{ label: "Big", value: "b" }, { label: "S", value: "s" }],
        }),
        label("Name", { type: 4, custom_id: "name", value: "known" }),
        label("Sure", { type: 23, custom_id: "sure" }),
      ],
    }, lookup);
    const asked: (string | undefined)[] = [];
    const answer = (text: string) => {
      asked.push(form.question);
      form.answer(text);
    };
    assert.throws(() => form.answer(" "), /Cannot leave "Text" empty: it is required/);
    answer("one\\ntwo");
    assert.throws(() => form.answer("nobody"), /Cannot find member "nobody"/);
    answer("ada, @owner");
    answer("");
    answer("Big");
    answer("");
    answer("yes");
    assert.equal(form.question, undefined);
    assert.deepEqual(asked, [
      "Text",
      "Who (several with commas)",
      "Role (optional)",
      "Size (b | s)",
      `Name (Enter for "known")`,
      "Sure",
    ]);
    const [who, owner] = [lookup.memberId("ada"), lookup.memberId("owner")];
    assert.deepEqual(form.values, { text: "one\ntwo", who: [who, owner], size: ["b"], sure: true });
  } finally {
    await emulator.close();
  }
});
