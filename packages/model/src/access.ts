import { z } from "zod";
import { Snowflake } from "./ids.ts";

/** A person's Discord id. */
export const UserId = Snowflake.brand<"UserId">();
export type UserId = z.infer<typeof UserId>;

/**
 * What somebody may do in a guild, least first: a viewer reads; an editor deploys and changes data, secrets and settings
 * too; an admin also says who else may, and makes tokens.
 */
export const guildRoles = ["viewer", "editor", "admin"] as const;
export const GuildRole = z.enum(guildRoles);
export type GuildRole = z.infer<typeof GuildRole>;

/** An operator may do everything, in every guild and with the installation itself. */
export const accessLevels = [...guildRoles, "operator"] as const;
export const AccessLevel = z.enum(accessLevels);
export type AccessLevel = z.infer<typeof AccessLevel>;

/** Whether a level is enough where `needed` is asked for; none at all never is. */
export function isEnough(level: AccessLevel | undefined, needed: AccessLevel): boolean {
  return level !== undefined && accessLevels.indexOf(level) >= accessLevels.indexOf(needed);
}

/** The lesser of two levels. */
export function lesser<A extends AccessLevel, B extends AccessLevel>(one: A, other: B): A | B {
  return isEnough(one, other) ? other : one;
}
