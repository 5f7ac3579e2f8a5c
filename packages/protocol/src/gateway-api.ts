/** @module What the gateway asks of the API: what people ask of flora itself, inside Discord. */
import { z } from "zod";
import { GuildId, UserId } from "@flora/model";

/** Somebody who may manage a guild, as Discord said with the interaction. */
export const InsideMember = z.object({
  guildId: GuildId,
  userId: UserId,
  /** As Discord shows it. */
  name: z.string().max(100),
});
export type InsideMember = z.infer<typeof InsideMember>;

const options = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** A file that somebody handed over to be deployed. */
const file = z.object({ name: z.string().max(256), dataBase64: z.string() });

export const apiMethods = {
  /** Does what a command of flora's own asks for; never rejects for what the person did wrong. */
  command: {
    params: z.object({
      member: InsideMember,
      /** Such as `status`, `kv get`. */
      command: z.string().max(64),
      options,
      file: file.optional(),
    }),
    /** Markdown of at most 2000 characters. */
    result: z.object({ content: z.string().max(2_000) }),
  },
  /** What an option could be, given what is typed so far. */
  complete: {
    params: z.object({
      member: InsideMember,
      command: z.string().max(64),
      options,
      option: z.string().max(32),
      typed: z.string().max(100),
    }),
    result: z.object({
      choices: z.array(z.object({ name: z.string().max(100), value: z.string().max(100) })).max(25),
    }),
  },
} as const;
