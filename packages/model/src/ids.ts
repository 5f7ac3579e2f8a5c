import { z } from "zod";

/** A Discord id: 17 to 20 decimal digits. Anything else never becomes part of a URL. */
export const Snowflake = z.string().regex(/^\d{17,20}$/, "must be a Discord id: 17 to 20 digits");

export const GuildId = Snowflake.brand<"GuildId">();
export type GuildId = z.infer<typeof GuildId>;

/** Names a worker process for as long as it runs, such as `worker-0`. */
export const WorkerId = z.string().regex(/^[a-z0-9-]{1,64}$/).brand<"WorkerId">();
export type WorkerId = z.infer<typeof WorkerId>;

/** Names an immutable deployed bundle, unique over all guilds. */
export const RevisionId = z.string().regex(/^rev_[0-9a-z]{8,40}$/).brand<"RevisionId">();
export type RevisionId = z.infer<typeof RevisionId>;

/** Raised at each boot, deploy or lease of a guild; frames of an older one are refused. */
export const Generation = z.number().int().nonnegative();
export type Generation = number;

/** A new revision id: time first, so that ids sort by age. */
export function newRevisionId(now = Date.now()): RevisionId {
  const random = crypto.getRandomValues(new Uint8Array(5));
  const tail = Array.from(random, (byte) => (byte % 36).toString(36)).join("");
  return `rev_${now.toString(36).padStart(9, "0")}${tail}` as RevisionId;
}
