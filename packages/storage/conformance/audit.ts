import assert from "node:assert/strict";
import type { AuditEntry } from "../src/identity.ts";
import { type Cases, guild, otherGuild } from "./backend.ts";

function entry(action: string, fields: Partial<AuditEntry> = {}): AuditEntry {
  return {
    at: 1,
    actor: { kind: "person", id: "200000000000000001", name: "Ada" },
    action,
    guildId: guild,
    outcome: "done",
    ...fields,
  };
}

const actions = (entries: AuditEntry[]) => entries.map(({ action }) => action).join("");

export const auditCases: Cases = {
  "audit.read() answers a guild's entries or everybody's, newest first": async ({ storage, connect }) => {
    const { audit } = await connect();
    const full = entry("a", {
      target: "KEY \0",
      details: { role: "viewer" },
      address: "::1",
      requestId: "r",
      outcome: "refused",
    });
    await audit.append(full, 10);
    await audit.append(entry("b"), 10);
    await audit.append(entry("c", { guildId: otherGuild }), 10);
    const { guildId: _, ...nowhere } = entry("d", { actor: { kind: "operator", name: "operator" } });
    await audit.append(nowhere, 10);
    const all = await storage.audit.read(null, { limit: 10 });
    assert.equal(actions(all), "dcba");
    assert.deepEqual(all[0], { ...nowhere, seq: all[0]!.seq });
    const [second, first] = await storage.audit.read(guild, { limit: 10 });
    assert.deepEqual(first, { ...full, seq: first!.seq });
    assert.ok(second!.seq > first!.seq);
    assert.equal(actions(await storage.audit.read(otherGuild, { limit: 10 })), "c");
  },

  "audit.read() goes on before an entry, and filters": async ({ storage: { audit } }) => {
    for (let at = 0; at < 6; at++) {
      const actor = { kind: "token" as const, id: at < 3 ? "one" : "two", name: "x" };
      const outcome = at % 2 === 0 ? "done" as const : "failed" as const;
      await audit.append(entry("abcdef"[at]!, { at, actor, outcome }), 10);
    }
    const page = await audit.read(guild, { limit: 2 });
    assert.equal(actions(page), "fe");
    assert.equal(actions(await audit.read(guild, { limit: 2, beforeSeq: page[1]!.seq })), "dc");
    const found = async (query: object) => actions(await audit.read(guild, { limit: 10, ...query }));
    assert.equal(await found({ action: "c" }), "c");
    assert.equal(await found({ actorId: "two" }), "fed");
    assert.equal(await found({ outcome: "failed", actorId: "one" }), "b");
    assert.equal(await found({ from: 2, until: 4 }), "dc");
    assert.equal(await found({ action: "z" }), "");
  },

  "audit.append() keeps each guild's newest entries": async ({ storage: { audit } }) => {
    await audit.append(entry("x", { guildId: otherGuild }), 2);
    const { guildId: _, ...nowhere } = entry("y");
    await audit.append(nowhere, 2);
    for (const action of "abcd") await audit.append(entry(action), 2);
    assert.equal(actions(await audit.read(null, { limit: 10 })), "dcyx");
  },
};
