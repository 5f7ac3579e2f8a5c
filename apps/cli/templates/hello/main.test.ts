import assert from "node:assert/strict";
import { Flora } from "@flora/sdk/testing";

const script = new URL("./main.ts", import.meta.url);

Deno.test("hello greets and counts, waves back, and answers ping", async () => {
  await using flora = await Flora.start();
  const guild = await flora.guild({ script, members: ["ada"] });
  const ada = await guild.member("ada");
  const first = await ada.runs("hello", { who: "Ben" });
  assert.equal(first.content, "Hello Ben, you are visitor 1!");
  assert.equal((await ada.runs("hello", { who: "Eve" })).content, "Hello Eve, you are visitor 2!");
  assert.equal((await ada.clicks(first, "wave")).content, "👋");
  await ada.says("ping");
  await guild.shows("general", (messages) => messages.some(({ content }) => content === "pong"));
});
