import { z } from "zod";
import { color, text } from "../text.ts";
import { bits, id, int, picture } from "./fields.ts";
import type { Requests } from "./request.ts";

const ROLES_MAX = 250;
const ICON_BYTES = 256 * 1024;

const Role = z.object({
  name: text(100, 1).nullish(),
  permissions: bits.nullish(),
  color: color.nullish(),
  colors: z.object({
    primary_color: color,
    secondary_color: color.nullish(),
    tertiary_color: color.nullish(),
  }).nullish(),
  hoist: z.boolean().nullish(),
  mentionable: z.boolean().nullish(),
  icon: picture(ICON_BYTES).nullish(),
  unicode_emoji: text(100).nullish(),
});

export const roleRequests: Requests<"roles"> = {
  "roles.list": {},
  "roles.get": {},
  "roles.counts": {},
  "roles.create": { body: Role },
  "roles.edit": { body: Role },
  "roles.move": {
    body: z.array(z.object({ id, position: int(0, ROLES_MAX).nullish() })).min(1).max(ROLES_MAX),
  },
  "roles.delete": {},
};
