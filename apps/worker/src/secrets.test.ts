import assert from "node:assert/strict";
import { Harness } from "./testing/harness.ts";
import { until } from "@flora/model/until";

const SCRIPT = (url: string) => `
on("messageCreate", async (ctx) => {
  const key = secrets.get("KEY");
  console.log("key is", key);
  const response = await fetch(${JSON.stringify(url)}, { headers: { authorization: "Bearer " + key } });
  console.log("echo", await response.text());
  throw new Error("leak? " + key);
});`;

Deno.test("worker lets a secret out to its host only, and never into a log", async () => {
  const seen: (string | null)[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    seen.push(request.headers.get("authorization"));
    return new Response(`you sent ${request.headers.get("authorization")}`);
  });
  const { port } = server.addr;
  try {
    await Harness.with({ worker: { egress: { allowPrivate: () => true } } }, async (flora) => {
      const guild = flora.newGuild();
      await flora.putSecret(guild, "KEY", "first-true-value", ["127.0.0.1"]);
      await flora.deploy(guild, SCRIPT(`http://127.0.0.1:${port}/`));
      await flora.say(guild, "go");
      assert.deepEqual(seen, ["Bearer first-true-value"]);
      await flora.putSecret(guild, "KEY", "second-true-value", ["127.0.0.1"]);
      await flora.gateway.worker.call("refreshSecrets", { guildId: guild });
      await flora.say(guild, "go");
      assert.deepEqual(seen, ["Bearer first-true-value", "Bearer second-true-value"]);
      const lines = await until("both errors", async () => {
        const lines = await flora.logs(guild);
        return lines.filter(({ message }) => message.includes("leak?")).length === 2 ? lines : undefined;
      });
      const text = lines.map(({ message }) => message).join("\n");
      assert.match(text, /key is flora_secret_/);
      assert.match(text, /echo you sent Bearer \*\*\*/);
      assert.doesNotMatch(text, /true-value/);
    });
  } finally {
    await server.shutdown();
  }
});
