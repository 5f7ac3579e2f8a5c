/** @module Two guilds with something of everything in them, and callers of every kind. */
import { emptyManifest, type GuildId, type Manifest, type RevisionId } from "@flora/model";
import { Bench, type BenchOptions, HOME, OTHER } from "../bench.ts";
import { storedRevision } from "../revision.ts";

/** A guild of the bot in which there is nothing. */
export const EMPTY = "910000000000000003" as GuildId;
/** A guild without the bot. */
export const NOWHERE = "910000000000000004" as GuildId;

export const markers = { [HOME]: "marker-of-home", [OTHER]: "marker-of-other" } as Record<GuildId, string>;

export interface Stage {
  bench: Bench;
  revisions: Record<GuildId, { old: RevisionId; live: RevisionId }>;
  tokens: Record<Actor, string | null>;
}

export const actors = [
  "nobody",
  "unknown",
  "stranger",
  "viewer",
  "editor",
  "admin",
  "reader",
  "operator",
] as const;
export type Actor = typeof actors[number];

export function manifestWith(marker: string): Manifest {
  return {
    ...emptyManifest,
    events: ["ready"],
    crons: [{ name: marker, expr: "0 * * * *", timezone: "UTC", skipIfRunning: true, catchUp: false }],
    webhooks: [{ name: "hook", signature: "none" }],
    settings: [{ key: "greeting", type: "string", label: marker }],
  };
}

export async function openStage(options: BenchOptions = {}): Promise<Stage> {
  const bench = await Bench.open({
    limits: { kvValueBytes: 2_000, kvQuotaBytes: 20_000, webhooks: 2 },
    ...options,
  });
  bench.gateway.guilds.push({ guildId: EMPTY, name: "Empty" });
  bench.gateway.manifest = manifestWith(markers[HOME]!);
  const revisions = {
    [HOME]: await furnish(bench, HOME),
    [OTHER]: await furnish(bench, OTHER),
  } as Stage["revisions"];
  const token = (name: string, level: "viewer" | "editor" | "admin", guildId: GuildId) =>
    bench.addToken(name, { level, guildIds: [guildId] });
  return {
    bench,
    revisions,
    tokens: {
      nobody: null,
      unknown: "flora_nope",
      stranger: await token("stranger", "admin", OTHER),
      viewer: await token("viewer", "viewer", HOME),
      editor: await token("editor", "editor", HOME),
      admin: await token("admin", "admin", HOME),
      reader: await bench.addToken("reader", { level: "operator", readOnly: true }),
      operator: bench.token,
    },
  };
}

async function furnish({ storage }: Bench, guildId: GuildId): Promise<{ old: RevisionId; live: RevisionId }> {
  const marker = markers[guildId]!;
  const manifest = manifestWith(marker);
  const [old, live] = [
    await storedRevision(storage, guildId, marker),
    await storedRevision(storage, guildId, marker),
  ];
  for (const id of [old, live]) await storage.deployments.activate(guildId, id, manifest, marker);
  const quotaBytes = 1e6;
  for (const key of ["k", marker]) await storage.kv.set(guildId, "s", key, marker, { quotaBytes });
  await storage.schedules.put(guildId, { name: marker, dueAt: Date.now() + 1e9, payload: marker }, 10);
  await storage.secrets.put(guildId, {
    name: "KEY",
    sealed: marker,
    allowedHosts: [`${marker}.example`],
    updatedAt: 1,
  });
  await storage.settings.write(guildId, new Map([["greeting", marker]]));
  await storage.logs.append(guildId, [{ at: 1, level: "info", source: "script", message: marker }], 100);
  await storage.webhooks.ensure(guildId, "hook", marker, 10);
  return { old, live };
}
