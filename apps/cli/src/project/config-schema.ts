import { z } from "zod";
import type { FloraConfig } from "@flora/sdk/config";

const names = z.array(z.string().min(1).max(32)).max(100);

/** What `flora.config.ts` exports, judged. */
export const ConfigFile = z.strictObject({
  entry: z.string().min(1).optional(),
  root: z.string().min(1).optional(),
  guild: z.string().regex(/^\d{17,20}$/, "must be an id of 17 to 20 digits").optional(),
  api: z.string().regex(/^https?:\/\/[^\s/]+/, "must be an address like https://flora.example.com")
    .optional(),
  dev: z.strictObject({
    name: z.string().min(2).max(100).optional(),
    owner: z.string().min(1).max(32).optional(),
    members: names.optional(),
    roles: z.array(z.strictObject({
      name: z.string().min(1).max(100),
      permissions: z.string().regex(/^\d+$/, "must be a decimal bit field").optional(),
      color: z.number().int().optional(),
      mentionable: z.boolean().optional(),
    })).max(100).optional(),
    channels: z.array(z.strictObject({
      name: z.string().min(1).max(100),
      type: z.number().int().optional(),
      topic: z.string().optional(),
    })).min(1).max(100).optional(),
  }).optional(),
}) satisfies z.ZodType<FloraConfig>;
export type ConfigFile = z.infer<typeof ConfigFile>;
