/** @module Changes of guilds' settings: judged here, by the form that the running script defines, then told to it. */
import type { GuildReads } from "@flora/discord/guild-reads/contract";
import {
  ControlError,
  type DispatchEvent,
  type GuildId,
  type Manifest,
  type SettingDefinition,
  settingProblem,
  type SettingValue,
  settingValues,
} from "@flora/model";
import type { SettingStorage } from "@flora/storage";
import { ownEvent } from "./own-event.ts";
import { Turns } from "./turns.ts";

export interface SettingsParts {
  storage: SettingStorage;
  reads: GuildReads;
  /** The manifest of what runs in a guild that the bot is in. */
  manifestOf(guildId: GuildId): Manifest | undefined;
  /** Has a running script take up what is stored; resolves when it has. */
  refresh(guildId: GuildId): Promise<void>;
  /** Never rejects. */
  deliver(event: DispatchEvent): Promise<unknown>;
}

/** `null` takes a value back to its default. */
export type SettingChanges = Record<string, SettingValue | null>;

/** Values of settings that no script defines any more are kept up to this many. */
const MOST_STORED = 100;
const UPDATE = "settingsUpdate";

export class GuildSettings {
  readonly #turns = new Turns<GuildId>();

  constructor(private readonly parts: SettingsParts) {}

  /** Sets all of them or none; rejects with ControlError INVALID_REQUEST naming the field. */
  change(guildId: GuildId, changes: SettingChanges): Promise<void> {
    return this.#turns.take(guildId, () => this.#change(guildId, changes));
  }

  async #change(guildId: GuildId, changes: SettingChanges): Promise<void> {
    const { storage, manifestOf, refresh } = this.parts;
    const manifest = manifestOf(guildId);
    if (!manifest) {
      throw new ControlError("NOT_FOUND", `Cannot change settings of guild ${guildId}: nothing is deployed`);
    }
    for (const [key, value] of Object.entries(changes)) await this.#judge(guildId, manifest, key, value);
    const before = await storage.read(guildId);
    const writes = new Map<string, unknown>(
      Object.entries(changes).map(([key, value]) => [key, value ?? undefined]),
    );
    if (before.size > MOST_STORED) {
      for (const key of before.keys()) if (!find(manifest, key)) writes.set(key, undefined);
    }
    await storage.write(guildId, writes);
    await refresh(guildId);
    this.#tell(guildId, manifest, before, await storage.read(guildId));
  }

  async #judge(guildId: GuildId, manifest: Manifest, key: string, value: SettingValue | null): Promise<void> {
    const definition = find(manifest, key);
    const problem = definition ? await this.#problem(guildId, definition, value) : "there is no such setting";
    if (problem === undefined) return;
    throw new ControlError("INVALID_REQUEST", `Cannot set ${JSON.stringify(key.slice(0, 64))}: ${problem}`, {
      field: `values.${key.slice(0, 64)}`,
    });
  }

  async #problem(
    guildId: GuildId,
    definition: SettingDefinition,
    value: SettingValue | null,
  ): Promise<string | undefined> {
    if (value === null) {
      return definition.required && definition.default === undefined ? "it is required" : undefined;
    }
    const problem = settingProblem(definition, value);
    if (problem !== undefined) return problem;
    const { type } = definition;
    if (type !== "channel" && type !== "role" && type !== "user") return undefined;
    return await this.#isOfGuild(guildId, type, value as string)
      ? undefined
      : `this server has no such ${type === "user" ? "member" : type}`;
  }

  /** What is another guild's cannot be told from what does not exist. */
  async #isOfGuild(guildId: GuildId, type: "channel" | "role" | "user", id: string): Promise<boolean> {
    const { reads } = this.parts;
    if (type === "role") {
      const roles = await reads.read({ guildId, read: "roles" });
      return roles.ok && (roles.body as { id: string }[]).some((role) => role.id === id);
    }
    const found = await reads.read(
      type === "channel"
        ? { guildId, read: "channel", channelId: id }
        : { guildId, read: "member", userId: id },
    );
    return found.ok && found.body !== null;
  }

  /** Wakes a script that wants to know of it, where anything changed for it. */
  #tell(
    guildId: GuildId,
    { settings, events }: Manifest,
    before: ReadonlyMap<string, unknown>,
    after: ReadonlyMap<string, unknown>,
  ): void {
    if (!events.includes(UPDATE)) return;
    const previous = settingValues(settings, before), value = settingValues(settings, after);
    const changed = settings.map(({ key }) => key).filter((key) => previous[key] !== value[key]);
    if (changed.length === 0) return;
    const msg = { changed, value, previous };
    void this.parts.deliver(ownEvent({ guildId, kind: "lifecycle", event: UPDATE, msg }));
  }
}

const find = ({ settings }: Manifest, key: string) => settings.find((one) => one.key === key);

/** Throws ControlError SCRIPT_REJECTED naming the setting that is wrong. */
export function checkSettings(settings: Manifest["settings"], most: number): void {
  const refuse = (field: string, message: string) => {
    throw new ControlError("SCRIPT_REJECTED", `Cannot register ${message}`, { field });
  };
  if (settings.length > most) refuse("settings", `settings: ${settings.length}, at most ${most}`);
  const keys = new Set<string>();
  for (const [index, definition] of settings.entries()) {
    const { key, type, choices } = definition;
    const field = `settings.${index}`;
    if (keys.has(key)) refuse(`${field}.key`, `setting "${key}": another one has this key`);
    keys.add(key);
    if ((type === "choice") !== (choices !== undefined)) {
      refuse(`${field}.choices`, `setting "${key}": a choice has choices, and nothing else has`);
    }
    if (definition.default === undefined) continue;
    const problem = settingProblem(definition, definition.default);
    if (problem !== undefined) refuse(`${field}.default`, `setting "${key}": its default ${problem}`);
  }
}
