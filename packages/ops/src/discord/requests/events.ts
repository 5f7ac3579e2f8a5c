import { z } from "zod";
import { text } from "../text.ts";
import { id, int, isoTime, page, picture } from "./fields.ts";
import type { Requests } from "./request.ts";

const COVER_BYTES = 10 * 1024 * 1024;
const EXTERNAL = 3;

const days = (max: number, length: number) => z.array(int(0, max)).max(length).nullish();

const Recurrence = z.object({
  start: isoTime,
  end: isoTime.nullish(),
  frequency: int(0, 3),
  interval: int(1, 52),
  by_weekday: days(6, 7),
  by_n_weekday: z.array(z.object({ n: int(1, 5), day: int(0, 6) })).max(1).nullish(),
  by_month: z.array(int(1, 12)).max(1).nullish(),
  by_month_day: z.array(int(1, 31)).max(1).nullish(),
  by_year_day: z.array(int(1, 364)).max(1).nullish(),
  count: int(1, 1000).nullish(),
});

const Event = z.object({
  name: text(100, 1),
  description: text(1000).nullish(),
  image: picture(COVER_BYTES).nullish(),
  scheduled_start_time: isoTime,
  scheduled_end_time: isoTime.nullish(),
  privacy_level: z.literal(2),
  entity_type: int(1, EXTERNAL),
  channel_id: id.nullish(),
  entity_metadata: z.object({ location: text(100, 1).optional() }).nullish(),
  recurrence_rule: Recurrence.nullish(),
});

/** Where it takes place decides what else it must say. */
const NewEvent = Event.superRefine((event, context) => {
  const require = (there: unknown, path: PropertyKey[], where: string) => {
    if (there) return;
    context.addIssue({ code: "custom", path, message: `is required by an event ${where}` });
  };
  if (event.entity_type === EXTERNAL) {
    require(event.entity_metadata?.location, ["entity_metadata", "location"], "outside of Discord");
    require(event.scheduled_end_time, ["scheduled_end_time"], "outside of Discord");
  } else require(event.channel_id, ["channel_id"], "in a channel");
});

const withUserCount = { with_user_count: z.boolean().optional() };

export const eventRequests: Requests<"events"> = {
  "events.list": { query: z.object(withUserCount) },
  "events.get": { query: z.object(withUserCount) },
  "events.create": { body: NewEvent },
  "events.edit": { body: Event.partial().extend({ status: int(1, 4).optional() }) },
  "events.delete": {},
  "events.users": { query: page(100).extend({ with_member: z.boolean().optional() }) },
};
