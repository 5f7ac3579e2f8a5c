import assert from "node:assert/strict";
import type { GuildId, LogLine } from "@flora/model";
import { defaultLimits } from "@flora/model";
import { createQuotaGate, createSecretVault } from "@flora/ops";
import { openStorage } from "@flora/storage";
import { GuildVoice } from "./guild-voice.ts";
import { GuildLogs } from "./logs.ts";

const guildId = "100000000000000001" as GuildId;

/** Lines that the voice's calls in `speak` leave in storage. */
async function spoken(speak: (voice: GuildVoice) => void, lineBytes = 8_192): Promise<LogLine[]> {
  const storage = await openStorage("sqlite::memory:");
  const logs = new GuildLogs({ storage: storage.logs, keep: 1_000, onError: assert.fail });
  const vault = createSecretVault([{ name: "KEY", value: "true-value", allowedHosts: [] }], { guildId });
  const quota = createQuotaGate({ ...defaultLimits, logLinesPerSecond: 3 }, () => 0);
  speak(new GuildVoice({ guildId, logs, lineBytes, quota, vault: () => vault, now: () => 42 }));
  await logs.flush();
  const lines = await storage.logs.read(guildId, { limit: 1_000 });
  await storage.close();
  return lines;
}

Deno.test("GuildVoice scrubs secrets and marks its lines as flora's", async () => {
  const [line] = await spoken((voice) => voice.say("error", "failed with true-value", { event: "x" }));
  assert.deepEqual(
    { ...line, seq: 0 },
    { at: 42, level: "error", source: "flora", message: "failed with ***", event: "x", seq: 0 },
  );
});

Deno.test("GuildVoice.say() keeps to the guild's rate; mustSay() does not", async () => {
  const lines = await spoken((voice) => {
    for (let i = 0; i < 10; i++) voice.say("error", `${i}`);
    voice.mustSay("error", "paused");
  });
  assert.deepEqual(lines.map(({ message }) => message), ["0", "1", "2", "paused"]);
});

Deno.test("GuildVoice cuts long lines to the limit in bytes", async () => {
  const [line] = await spoken((voice) => voice.say("error", "€".repeat(5_000)), 300);
  assert.ok(new TextEncoder().encode(line!.message).byteLength <= 320);
  assert.match(line!.message, /… \(cut\)$/);
});
