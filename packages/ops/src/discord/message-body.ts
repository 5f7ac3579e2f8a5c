/** @module Message bodies by an allow-list of keys: what is not named here never reaches Discord. */
import { z } from "zod";
import { Snowflake } from "@flora/model";
import { countComponents, MessageComponent } from "./components.ts";
import { Embeds } from "./embed.ts";
import { emojiObject, text, webUrl } from "./text.ts";

const SUPPRESS_EMBEDS = 1 << 2;
const EPHEMERAL = 1 << 6;
const SUPPRESS_NOTIFICATIONS = 1 << 12;
const COMPONENTS_V2 = 1 << 15;
const CONTENT_MAX = 2000;
const ROWS_MAX = 5;
const COMPONENTS_MAX = 40;
const V2_CHARACTERS = 4000;

/** Bits a bot may not set are dropped, as unknown keys are. */
const flags = (allowed: number) =>
  z.number().int().min(0).max(2 ** 31 - 1).transform((value) => value & allowed);
const channelFlags = flags(SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2);
const interactionFlags = flags(SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2 | EPHEMERAL);

/** A deferred answer carries flags only. */
export const DeferData = z.object({ flags: interactionFlags.optional() });

const AllowedMentions = z.object({
  parse: z.array(z.enum(["users", "roles", "everyone"])).max(3).optional(),
  users: z.array(Snowflake).max(100).optional(),
  roles: z.array(Snowflake).max(100).optional(),
  replied_user: z.boolean().optional(),
});

/** Nobody is mentioned unless the script says who. */
const NOBODY = { parse: [] };

const Attachment = z.object({
  /** Number of a file of this request, or the id of an attachment that stays. */
  id: z.union([z.number().int().min(0).max(9).transform(String), z.string().regex(/^\d{1,20}$/)]),
  filename: text(256, 1).optional(),
  title: text(1024).optional(),
  description: text(1024).nullish(),
});

const Poll = z.object({
  question: z.object({ text: text(300, 1) }),
  answers: z.array(z.object({ poll_media: z.object({ text: text(55, 1), emoji: emojiObject.optional() }) }))
    .min(1).max(10),
  duration: z.number().int().min(1).max(768).optional(),
  allow_multiselect: z.boolean().optional(),
  layout_type: z.literal(1).optional(),
});

/** A reply, or (type 1) a forward, whose channel the gateway proves to be the guild's own. */
const MessageReference = z.object({
  type: z.union([z.literal(0), z.literal(1)]).optional(),
  message_id: Snowflake,
  channel_id: Snowflake.optional(),
  fail_if_not_exists: z.boolean().optional(),
}).refine((reference) => reference.type !== 1 || reference.channel_id !== undefined, {
  path: ["channel_id"],
  message: "is required to forward a message",
});

const shared = {
  content: text(CONTENT_MAX).nullish(),
  embeds: Embeds.nullish(),
  components: z.array(MessageComponent).max(COMPONENTS_MAX).nullish(),
  allowed_mentions: AllowedMentions.nullish(),
  attachments: z.array(Attachment).max(10).nullish(),
};

interface Judged {
  content?: string | null | undefined;
  embeds?: unknown[] | null | undefined;
  components?: MessageComponent[] | null | undefined;
  poll?: unknown;
  flags?: number | null | undefined;
}

/** Rules that hold between keys. `editing` a message may leave the v2 flag out, since it cannot be unset. */
function judge(editing: boolean) {
  return (body: Judged, context: z.RefinementCtx) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    const components = body.components ?? [];
    const counted = countComponents(components);
    const rowsOnly = components.every((component) => component.type === 1);
    const v2 = ((body.flags ?? 0) & COMPONENTS_V2) !== 0;
    if (counted.duplicate !== undefined) {
      refuse("components", `must not repeat custom id ${JSON.stringify(counted.duplicate)}`);
    }
    if (v2 || (editing && !rowsOnly)) {
      if (counted.count > COMPONENTS_MAX) {
        refuse("components", `must have at most ${COMPONENTS_MAX} components`);
      }
      if (counted.characters > V2_CHARACTERS) {
        refuse("components", `must have at most ${V2_CHARACTERS} characters of text`);
      }
      if (body.content) refuse("content", "does not go with components v2");
      if (body.embeds?.length) refuse("embeds", "does not go with components v2");
      if (body.poll) refuse("poll", "does not go with components v2");
    } else {
      if (!rowsOnly) refuse("components", "must be action rows unless the components v2 flag is set");
      if (components.length > ROWS_MAX) refuse("components", `must have at most ${ROWS_MAX} action rows`);
    }
  };
}

const create = { ...shared, tts: z.boolean().optional(), poll: Poll.nullish() };

/** Adds the default to a body that may mention somebody. */
function mentionNobody<B extends { allowed_mentions?: unknown }>(body: B): B {
  return body.allowed_mentions ? body : { ...body, allowed_mentions: NOBODY };
}

/** An edit that leaves the texts alone mentions nobody anyway. */
function mentionNobodyAnew<B extends { content?: unknown; components?: unknown; allowed_mentions?: unknown }>(
  body: B,
): B {
  return body.content || body.components ? mentionNobody(body) : body;
}

const sent = { ...create, flags: channelFlags.optional(), sticker_ids: z.array(Snowflake).max(3).optional() };

export const ChannelMessage = z.object({
  ...sent,
  nonce: z.union([z.string().max(25), z.number().int()]).optional(),
  enforce_nonce: z.boolean().optional(),
  message_reference: MessageReference.nullish(),
}).superRefine(judge(false)).transform(mentionNobody);

/** The message a forum post begins with. */
export const ThreadMessage = z.object(sent).superRefine(judge(false)).transform(mentionNobody);

export const WebhookMessage = z.object({
  ...create,
  flags: channelFlags.optional(),
  username: text(80, 1).optional(),
  avatar_url: webUrl.optional(),
  /** Begins a post where the webhook's channel is a forum. */
  thread_name: text(100, 1).optional(),
  applied_tags: z.array(Snowflake).max(5).optional(),
}).superRefine(judge(false)).transform(mentionNobody);

export const InteractionMessage = z.object({ ...create, flags: interactionFlags.optional() })
  .superRefine(judge(false)).transform(mentionNobody);

export const MessageEdit = z.object({ ...shared, flags: channelFlags.nullish() })
  .superRefine(judge(true)).transform(mentionNobodyAnew);

/** The original answer of a deferred interaction is written by editing it, so it may bring a poll. */
export const InteractionEdit = z.object({
  ...shared,
  poll: Poll.nullish(),
  flags: interactionFlags.nullish(),
})
  .superRefine(judge(true)).transform(mentionNobodyAnew);

/** Whether Discord would have anything to show. */
export function isEmptyMessage(body: unknown, files: readonly unknown[] | undefined): boolean {
  const message = (body ?? {}) as Record<string, unknown>;
  if (files?.length || message.poll || message.content) return false;
  if ((message.message_reference as { type?: number } | undefined)?.type === 1) return false;
  return !["embeds", "components", "attachments", "sticker_ids"].some((key) =>
    (message[key] as unknown[] | null)?.length
  );
}
