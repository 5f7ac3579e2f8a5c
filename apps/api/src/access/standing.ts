import { ControlError, type GuildId, type GuildRole, isEnough, type UserId } from "@flora/model";
import type { ManagedGuild, PersonRecord, Sealer, Storage } from "@flora/storage";
import type { Logger } from "@flora/telemetry";
import { type DiscordLogin, DiscordRefusal } from "../login/discord.ts";
import { openCredentials, sealCredentials } from "../login/credentials.ts";

/** After this long Discord is asked again what somebody manages. */
const RECHECK_MS = 120_000;
/** What Discord said counts no longer than this, where it cannot be asked. */
const STALE_MS = 300_000;
/** Between two attempts to ask, while Discord does not answer. */
const RETRY_MS = 10_000;

/** What a person may at this moment. */
export interface Standing {
  name: string;
  operator: boolean;
  roles: ReadonlyMap<GuildId, { role: GuildRole; byDiscord: boolean }>;
  /** Why guilds may be missing among the roles. */
  uncertain?: string;
}

export interface StandingParts {
  storage: Pick<Storage, "people" | "grants">;
  sealer: Sealer;
  /** Absent where people cannot log in. */
  discord?: DiscordLogin;
  operators: readonly UserId[];
  log: Logger;
  now(): number;
}

/** Knows what people may: what Discord says, at most minutes old, and what guilds' admins granted them. */
export class Standings {
  readonly #asking = new Map<UserId, Promise<PersonRecord>>();
  readonly #failedAt = new Map<UserId, number>();

  constructor(private readonly parts: StandingParts) {}

  /** Throws UNAUTHORIZED for somebody whom Discord does not vouch for any more. */
  async of(userId: UserId): Promise<Standing> {
    const { storage, operators, now } = this.parts;
    const known = await storage.people.find(userId);
    if (!known?.sealed) throw loggedOut();
    const person = await this.#recheck(known);
    const fresh = now() - person.checkedAt < STALE_MS;
    return {
      name: person.name,
      operator: operators.includes(userId),
      roles: rolesOf(fresh ? person.guilds : [], await storage.grants.listOf(userId)),
      uncertain: fresh ? undefined : "Discord has not answered for minutes",
    };
  }

  /** Asks Discord again where that is due; several who wait share one question. */
  async #recheck(known: PersonRecord): Promise<PersonRecord> {
    const { userId, checkedAt } = known;
    const now = this.parts.now();
    if (now - checkedAt < RECHECK_MS || now - (this.#failedAt.get(userId) ?? -Infinity) < RETRY_MS) {
      return known;
    }
    const asking = this.#asking.get(userId) ?? this.#ask(known).finally(() => this.#asking.delete(userId));
    this.#asking.set(userId, asking);
    return await asking;
  }

  async #ask(known: PersonRecord): Promise<PersonRecord> {
    const { storage: { people }, sealer, discord, log, now } = this.parts;
    if (!discord) return known;
    const { userId } = known;
    try {
      let credentials = openCredentials(sealer, known);
      if (credentials.expiresAt <= now()) {
        credentials = await discord.refresh(credentials, now());
        // The old pair is worth nothing any more: keep the new one whatever comes next.
        await people.put({ ...known, sealed: sealCredentials(sealer, userId, credentials) });
      }
      const guilds = await discord.guilds(credentials);
      const person = {
        ...known,
        guilds,
        checkedAt: now(),
        sealed: sealCredentials(sealer, userId, credentials),
      };
      await people.put(person);
      this.#failedAt.delete(userId);
      return person;
    } catch (error) {
      if (error instanceof DiscordRefusal) {
        const { sealed: _, ...rest } = known;
        await people.put({ ...rest, guilds: [] });
        throw loggedOut();
      }
      log.warn({ userId, err: error }, "Cannot ask Discord what somebody manages");
      this.#failedAt.set(userId, now());
      return known;
    }
  }
}

function rolesOf(guilds: ManagedGuild[], grants: { guildId: GuildId; role: GuildRole }[]) {
  const roles = new Map<GuildId, { role: GuildRole; byDiscord: boolean }>();
  for (const { id } of guilds) roles.set(id, { role: "admin", byDiscord: true });
  for (const { guildId, role } of grants) {
    if (!isEnough(roles.get(guildId)?.role, role)) roles.set(guildId, { role, byDiscord: false });
  }
  return roles;
}

const loggedOut = () =>
  new ControlError(
    "UNAUTHORIZED",
    "Cannot authenticate: Discord does not vouch for this person any more, log in again",
  );
