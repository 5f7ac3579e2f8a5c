import { randomInt } from "node:crypto";
import { type GuildId, ScriptError } from "@flora/model";
import type { InteractionGrant, InteractionHandles } from "../contract.ts";

/** How long Discord takes a token, in milliseconds. */
export const TOKEN_LIFE_MS = 15 * 60 * 1000;
/** Live handles of one guild; the oldest goes first, and only ever the guild's own. */
const MOST_PER_GUILD = 5_000;
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const MARK_CHARACTERS = 22;

/** A grant as it is issued; when it ends and whether it was answered is kept here. */
export type IssuedGrant = Omit<InteractionGrant, "expiresAt" | "acknowledged">;

export type MovedGrant = InteractionGrant & { handle: string };

/** Tokens of interactions, kept on the host; scripts hold opaque handles that are good in one guild only. */
export interface InteractionRegistry {
  /** Keeps a grant and answers its handle. */
  issue(guildId: GuildId, grant: IssuedGrant): string;
  /** What one guild's ops may resolve. */
  forGuild(guildId: GuildId): InteractionHandles;
  /** Every live handle of a guild with what it stands for, for its next worker. */
  list(guildId: GuildId): MovedGrant[];
  /** Takes up what another worker listed. */
  adopt(guildId: GuildId, grants: MovedGrant[]): void;
  /** Forgets every handle of a guild. */
  forget(guildId: GuildId): void;
}

/** `now` in unix milliseconds. */
export function createInteractionHandles({ now }: { now: () => number }): InteractionRegistry {
  const guilds = new Map<GuildId, Map<string, InteractionGrant>>();

  /** Grants are kept in order of their end, so the expired ones come first. */
  const dropExpired = (grants: Map<string, InteractionGrant>) => {
    for (const [handle, grant] of grants) {
      if (grant.expiresAt > now() && grants.size <= MOST_PER_GUILD) return;
      grants.delete(handle);
    }
  };

  return {
    issue(guildId, grant) {
      const grants = guilds.get(guildId) ?? new Map<string, InteractionGrant>();
      guilds.set(guildId, grants);
      const handle = newHandle();
      grants.set(handle, { ...grant, expiresAt: now() + TOKEN_LIFE_MS, acknowledged: false });
      dropExpired(grants);
      return handle;
    },
    forGuild: (guildId) => ({
      resolve(handle) {
        const grant = guilds.get(guildId)?.get(handle);
        if (grant && grant.expiresAt > now()) return grant;
        throw new ScriptError(
          "INVALID_ARGUMENT",
          "Cannot use interaction: its handle is unknown or has expired",
          { path: "interaction" },
        );
      },
    }),
    list(guildId) {
      const grants = guilds.get(guildId);
      if (!grants) return [];
      dropExpired(grants);
      return [...grants].map(([handle, grant]) => ({ handle, ...grant }));
    },
    adopt(guildId, moved) {
      if (moved.length > 0) {
        guilds.set(guildId, new Map(moved.map(({ handle, ...grant }) => [handle, grant])));
      }
    },
    forget: (guildId) => void guilds.delete(guildId),
  };
}

function newHandle(): string {
  let mark = "";
  for (let i = 0; i < MARK_CHARACTERS; i++) mark += ALPHABET[randomInt(ALPHABET.length)];
  return `ih_${mark}`;
}
