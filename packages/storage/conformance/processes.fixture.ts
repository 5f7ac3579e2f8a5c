/** @module One of several processes on the same store; the test of processes starts it and says what to do. */
import type { GuildId } from "@flora/model";
import { openStorage } from "../src/open.ts";

const [url, task, count] = Deno.args;
const guild = "100000000000000001" as GuildId;
const say = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(line + "\n"));

const storage = await openStorage(url!);
say("open");
// All start together once the test closes their standard input.
if (task !== "write-for-ever") { for await (const _ of Deno.stdin.readable); }

if (task === "increment") {
  for (let index = 0; index < Number(count); index++) await storage.kv.increment(guild, "s", "n", 1, 1e9);
} else if (task === "take") {
  let won = 0;
  for (let index = 0; index < Number(count); index++) {
    const expiration = Math.floor(Date.now() / 1000) + 3600;
    if (await storage.kv.set(guild, "s", `k${index}`, "1", { quotaBytes: 1e9, expiration, ifVersion: 0 })) {
      won++;
    }
  }
  say(`won ${won}`);
} else if (task === "claim") {
  let won = 0;
  for (let dueAt = 1; dueAt <= Number(count); dueAt++) {
    if (await storage.cron.claim(guild, "job", dueAt)) won++;
  }
  say(`won ${won}`);
} else {
  for (let index = 0;; index++) {
    await storage.kv.set(guild, "s", `k${index}`, "x".repeat(index % 5000), { quotaBytes: 1e9 });
    say(`wrote ${index}`);
  }
}
await storage.close();
