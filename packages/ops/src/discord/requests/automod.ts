import { z } from "zod";
import { text } from "../text.ts";
import { id, ids, int } from "./fields.ts";
import type { Requests } from "./request.ts";

const LONGEST_TIMEOUT_SECONDS = 2_419_200;

const Action = z.discriminatedUnion("type", [
  z.object({ type: z.literal(1), metadata: z.object({ custom_message: text(150).nullish() }).nullish() }),
  z.object({ type: z.literal(2), metadata: z.object({ channel_id: id }) }),
  z.object({ type: z.literal(3), metadata: z.object({ duration_seconds: int(0, LONGEST_TIMEOUT_SECONDS) }) }),
  z.object({ type: z.literal(4), metadata: z.object({}).nullish() }),
]);

const Trigger = z.object({
  keyword_filter: z.array(text(60, 1)).max(1000).nullish(),
  regex_patterns: z.array(text(260, 1)).max(10).nullish(),
  presets: z.array(int(1, 3)).max(3).nullish(),
  allow_list: z.array(text(60, 1)).max(1000).nullish(),
  mention_total_limit: int(0, 50).nullish(),
  mention_raid_protection_enabled: z.boolean().nullish(),
});

const Rule = z.object({
  name: text(100, 1),
  event_type: int(1, 2),
  trigger_type: z.union([1, 3, 4, 5, 6].map((type) => z.literal(type))),
  trigger_metadata: Trigger.nullish(),
  actions: z.array(Action).min(1).max(5),
  enabled: z.boolean().nullish(),
  exempt_roles: ids(20).nullish(),
  exempt_channels: ids(50).nullish(),
});

export const automodRequests: Requests<"automod"> = {
  "automod.list": {},
  "automod.get": {},
  "automod.create": { body: Rule },
  "automod.edit": { body: Rule.omit({ trigger_type: true }).partial() },
  "automod.delete": {},
};
