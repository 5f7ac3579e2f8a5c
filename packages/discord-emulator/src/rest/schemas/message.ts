import type { z } from "zod";
import { choice, flag, integer, list, model, snowflake, text } from "../form.ts";
import { messageComponent } from "./component.ts";
import { bitField } from "./component.ts";
import { embed } from "./embed.ts";

const allowedMentions = model({
  parse: list(choice(["users", "roles", "everyone"]), 3).nullish(),
  users: list(snowflake(), 100).nullish(),
  roles: list(snowflake(), 100).nullish(),
  replied_user: flag().nullish(),
});

const attachment = model({
  id: snowflake(),
  filename: text(1024).nullish(),
  description: text(1024).nullish(),
  title: text(1024).nullish(),
});

const reference = model({
  type: choice([0, 1]).nullish(),
  message_id: snowflake(),
  channel_id: snowflake().nullish(),
  guild_id: snowflake().nullish(),
  fail_if_not_exists: flag().nullish(),
});

const pollMedia = model({
  text: text(300).nullish(),
  emoji: model({ id: snowflake().nullish(), name: text(32).nullish() }).nullish(),
});

const poll = model({
  question: model({ text: text(300, 1) }),
  answers: list(model({ poll_media: pollMedia }), 10, 1),
  duration: integer(1, 768).nullish(),
  allow_multiselect: flag().nullish(),
  layout_type: choice([1]).nullish(),
});

/** Fields that creating and editing have in common. */
const shared = {
  content: text(2000).nullish(),
  embeds: list(embed, 10).nullish(),
  components: list(messageComponent, 40).nullish(),
  attachments: list(attachment, 10).nullish(),
  allowed_mentions: allowedMentions.nullish(),
  flags: bitField().nullish(),
};

const creating = {
  ...shared,
  tts: flag().nullish(),
  nonce: text(25).nullish(),
  enforce_nonce: flag().nullish(),
  message_reference: reference.nullish(),
  sticker_ids: list(snowflake(), 3).nullish(),
  poll: poll.nullish(),
};

/** `POST /channels/:id/messages`, interaction responses and follow-ups. */
export const messageCreate = model(creating);

/** `PATCH` of a message, `@original` included. */
export const messageEdit = model({ ...shared, poll: poll.nullish() });

/** `POST /webhooks/:id/:token`: a message with its own name and face. */
export const webhookExecute = model({
  ...creating,
  username: text(80, 1).nullish(),
  avatar_url: text(2048).nullish(),
  thread_name: text(100).nullish(),
  applied_tags: list(snowflake(), 5).nullish(),
});

export type MessageCreate = z.output<typeof messageCreate>;
export type MessageEdit = z.output<typeof messageEdit>;
