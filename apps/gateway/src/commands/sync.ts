/** @module Makes a guild's slash commands in Discord those its script registered, touching them only when they differ. */
import type { DiscordPort, DiscordResponse } from "@flora/discord";
import { type CommandDefinition, ControlError, type GuildId } from "@flora/model";
import { canonicalCommands } from "./canonical.ts";
import { flattenErrors } from "./form-errors.ts";

type Refusal = Extract<DiscordResponse, { ok: false }>;

export class CommandSync {
  /** Canonical commands as Discord has them, as far as this process knows. */
  readonly #known = new Map<GuildId, string>();

  constructor(private readonly discord: DiscordPort) {}

  /**
   * Answers whether anything was changed. Throws ControlError COMMANDS_REJECTED when Discord refuses, UNAVAILABLE when
   * it does not answer; Discord then still has the commands of before.
   */
  async sync(guildId: GuildId, commands: readonly CommandDefinition[]): Promise<boolean> {
    const wanted = canonicalCommands(commands);
    if (await this.#current(guildId) === wanted) return false;
    this.#known.delete(guildId);
    const response = await this.discord.request({ guildId, route: "commands.replace", body: commands });
    if (!response.ok) throw refused(response, commands);
    this.#known.set(guildId, wanted);
    return true;
  }

  /** The guild is gone or somebody else changed its commands: they are read anew at the next sync. */
  forget(guildId: GuildId): void {
    this.#known.delete(guildId);
  }

  async #current(guildId: GuildId): Promise<string> {
    const known = this.#known.get(guildId);
    if (known !== undefined) return known;
    const response = await this.discord.request({
      guildId,
      route: "commands.list",
      query: { with_localizations: true },
    });
    if (!response.ok) throw refused(response, []);
    const current = canonicalCommands(response.body as CommandDefinition[]);
    this.#known.set(guildId, current);
    return current;
  }
}

/** Names the field, and the command it is in by its name. */
function refused(refusal: Refusal, commands: readonly CommandDefinition[]): ControlError {
  if (refusal.kind !== "discord" || refusal.status! >= 500) {
    const hint = refusal.retryAfterMs ? `, try again in ${Math.ceil(refusal.retryAfterMs / 1000)} s` : "";
    return new ControlError("UNAVAILABLE", `Cannot register commands: ${refusal.message}${hint}`);
  }
  const problems = flattenErrors(refusal.fields).map(({ path, code, message }) => ({
    field: ["commands", ...path].join("."),
    command: commands[Number(path[0])]?.name,
    code,
    message,
  }));
  const first = problems[0];
  if (!first) return new ControlError("COMMANDS_REJECTED", `Cannot register commands: ${refusal.message}`);
  const place = first.command === undefined ? "commands" : `command "${first.command}"`;
  return new ControlError(
    "COMMANDS_REJECTED",
    `Cannot register ${place}: ${first.field.split(".").slice(2).join(".") || "it"}: ${first.message}`,
    { field: first.field, problems },
  );
}
