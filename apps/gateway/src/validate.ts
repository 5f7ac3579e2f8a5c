/** @module What a deploy of a stored revision would say, found out without putting it live. */
import {
  ControlError,
  type Finding,
  type GuildId,
  type Limits,
  type Manifest,
  type RevisionId,
} from "@flora/model";
import { readCommands } from "@flora/ops/commands/check";
import type { Storage } from "@flora/storage";
import { intentNames, wantedIntents } from "./discord/intents.ts";
import type { Generations } from "./router/generations.ts";
import type { Router } from "./router/route.ts";
import { checkManifest, discard, warm } from "./warm.ts";

export interface ValidateParts {
  storage: Pick<Storage, "secrets" | "settings">;
  router: Router;
  generations: Generations;
  limits: Limits;
  /** Intents the operator allows, as bits. */
  ceiling: number;
  /** Whether the bot is in the guild. */
  present(guildId: GuildId): boolean;
}

export interface Validation {
  /** Absent where the script does not load. */
  manifest?: Manifest;
  findings: Finding[];
}

export class Validator {
  /** Each takes an isolate, so that a guild has one at a time. */
  readonly #busy = new Set<GuildId>();

  constructor(private readonly parts: ValidateParts) {}

  /** Rejects with ControlError only where nothing can be said of the script. */
  async validate(guildId: GuildId, revisionId: RevisionId): Promise<Validation> {
    if (!this.parts.present(guildId)) {
      throw new ControlError("NOT_FOUND", `Cannot validate for guild ${guildId}: the bot is not in it`);
    }
    if (this.#busy.has(guildId)) {
      throw new ControlError("CONFLICT", `Cannot validate for guild ${guildId}: another validation runs`);
    }
    this.#busy.add(guildId);
    const unpin = this.parts.router.pin(guildId);
    try {
      const manifest = await this.#load(guildId, revisionId);
      return { manifest, findings: await this.#judge(guildId, manifest) };
    } catch (error) {
      const finding = rejection(error);
      if (!finding) throw error;
      return { findings: [finding] };
    } finally {
      unpin();
      this.#busy.delete(guildId);
    }
  }

  async #load(guildId: GuildId, revisionId: RevisionId): Promise<Manifest> {
    const { router, generations, limits } = this.parts;
    const owner = await router.owner(guildId);
    const generation = generations.issue(guildId);
    try {
      return await warm(owner, { guildId, revisionId, generation }, limits);
    } finally {
      await discard(owner, guildId, revisionId);
    }
  }

  async #judge(guildId: GuildId, manifest: Manifest): Promise<Finding[]> {
    const { limits, ceiling, storage } = this.parts;
    const findings: Finding[] = [];
    const warn = (code: Finding["code"], field: string, message: string) =>
      findings.push({ severity: "warning", code, field, message });
    try {
      checkManifest(manifest, limits);
    } catch (error) {
      const finding = rejection(error);
      if (!finding) throw error;
      findings.push(finding);
    }
    for (const { path, message } of readCommands(manifest.commands).problems) {
      findings.push({ severity: "error", code: "COMMANDS_REJECTED", field: path, message });
    }
    const missing = intentNames(wantedIntents(manifest) & ~ceiling);
    if (missing.length > 0) {
      warn(
        "INTENT_MISSING",
        "events",
        `Some events do not arrive: the bot has no intent ${missing.join(", ")}`,
      );
    }
    const secrets = new Set((await storage.secrets.list(guildId)).map(({ name }) => name));
    for (const [index, { name, secret }] of manifest.webhooks.entries()) {
      if (secret === undefined || secrets.has(secret)) continue;
      warn(
        "SECRET_MISSING",
        `webhooks.${index}.secret`,
        `Webhook "${name}" takes no requests: secret ${secret} is not set`,
      );
    }
    const values = await storage.settings.read(guildId);
    for (const [index, setting] of manifest.settings.entries()) {
      if (!setting.required || setting.default !== undefined || values.has(setting.key)) continue;
      warn("SETTING_MISSING", `settings.${index}`, `Setting "${setting.key}" is required and not set`);
    }
    return findings;
  }
}

function rejection(error: unknown): Finding | undefined {
  if (!(error instanceof ControlError)) return undefined;
  const { code } = error;
  if (code !== "SCRIPT_REJECTED" && code !== "COMMANDS_REJECTED") return undefined;
  const { field, stack } = error.details;
  return {
    severity: "error",
    code,
    message: error.message,
    ...(field !== undefined && { field }),
    ...(stack !== undefined && { stack }),
  };
}
