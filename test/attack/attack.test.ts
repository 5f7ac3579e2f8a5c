import assert from "node:assert/strict";
import { connect } from "node:net";
import { once } from "node:events";
import type { GuildId } from "@flora/model";
import { adapters, type Attack, inCategory, type Verdict } from "./contract.ts";
import { catalogue } from "./catalogue.ts";
import { onGo } from "./scripts.ts";
import { runSuite } from "./suite.ts";
import { summarize, verdictLines } from "./table.ts";

async function verdictsOf(attacks: Attack[], under: typeof adapters | ["isolated"]): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  await runSuite(attacks, { adapters: under, onVerdict: (verdict) => void verdicts.push(verdict) });
  return verdicts;
}

Deno.test("every attack is contained under both adapters", async () => {
  const verdicts = await verdictsOf(catalogue, adapters);
  const failed = verdicts.filter(({ problems }) => problems.length > 0);
  assert.deepEqual(failed.flatMap(verdictLines), []);
  const { attacks, contained } = summarize(verdicts);
  const everyone = new Set(verdicts.map(({ attack }) => attack.name));
  assert.equal(attacks, everyone.size, "each is run under one adapter at least");
  assert.ok(attacks >= 120 && attacks === contained, `${contained} of ${attacks}`);
  assert.equal(new Set(catalogue.map(({ name }) => name)).size, catalogue.length, "names are unique");
  for (const { skipped, attack } of verdicts) assert.notEqual(skipped, "", attack.name);
});

/** Attacks that succeed, each in another way, and what is told of them. */
const successes: (Omit<Attack, "category" | "must"> & { must?: Attack["must"]; told: RegExp })[] = [
  { name: "wins", script: onGo(`await win("this", "that");`), told: /^win this: that$/ },
  { name: "ends otherwise", script: onGo(`throw new Error("x");`), told: /^"go" ended with threw: x/ },
  { name: "notes nothing", script: onGo(""), must: { notes: { tried: 1 } }, told: /^noted \{\}/ },
  { name: "is not refused", script: onGo(""), must: { refused: /x/ }, told: /^was not refused$/ },
  { name: "asks Discord", script: onGo(`await ctx.reply("x");`), told: /^asked Discord 1 times$/ },
  {
    name: "sends a packet",
    script: onGo(""),
    told: /^sent a TCP connection$/,
    async drive({ scene }) {
      const socket = connect(scene.trapPort, "127.0.0.1");
      await once(socket, "close");
    },
  },
  {
    name: "writes a file",
    script: onGo(""),
    told: /^wrote .*\/x \(1 bytes\)$/,
    drive: ({ scene }) => Deno.writeTextFile(`${scene.folder}/x`, "x"),
  },
  {
    name: "sees another's data",
    script: onGo(""),
    told: /^saw canary-/,
    async drive({ worker, guildId }) {
      const seen = worker.canaries.findLast((text) => text.startsWith("canary-"))!;
      await worker.storage.kv.set(guildId, "loot", "x", seen, { quotaBytes: 1e6 });
    },
  },
  {
    name: "ends the worker",
    script: onGo(""),
    told: /^ended the worker$/,
    async drive({ worker }) {
      Deno.kill(worker.pid, "SIGKILL");
      await worker.ended;
    },
  },
  {
    name: "tampers with the neighbour",
    script: onGo(""),
    told: /^neighbour: .*was tampered with: KV/,
    async drive({ worker, scene }) {
      const guildId = scene.neighbour.guildId as GuildId;
      await worker.storage.kv.set(guildId, "vault", "key", "x", { quotaBytes: 1e6 });
    },
  },
];

Deno.test("the suite tells of every attack that succeeds", async () => {
  const attacks = inCategory("control", successes.map((attack) => ({ must: {}, ...attack })));
  const verdicts = await verdictsOf(attacks, ["isolated"]);
  for (const { name, told } of successes) {
    const { problems } = verdicts.find(({ attack }) => attack.name === name)!;
    assert.ok(problems.some((problem) => told.test(problem)), `${name}: ${problems.join("; ")}`);
  }
  assert.equal(summarize(verdicts).failed.length, successes.length);
});
