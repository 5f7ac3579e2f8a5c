import { z } from "@hono/zod-openapi";

/** An id in a path or body. */
export const id = z.string().regex(/^\d{17,19}$/, "expected an id of 17 to 19 digits");

/** `:id` of a path. */
export const idParams = z.object({ id });

/** Any JSON object, for payloads that are Discord's own. */
export const wire = z.record(z.string(), z.unknown());

export const user = z.object({ userId: id });
const file = z.object({
  filename: z.string().min(1),
  content: z.string(),
  contentType: z.string().optional(),
  base64: z.boolean().optional().describe("The content is no text, but bytes in base64"),
});

/** How long a read waits for what it asks for, in milliseconds. */
export const waiting = {
  waitMs: z.coerce.number().int().min(0).max(60_000).default(0),
  count: z.coerce.number().int().min(1).max(1000).default(1),
};

export const guildSeed = z.object({
  id: id.optional(),
  name: z.string().min(2).max(100).optional(),
  owner: z.string().min(1).optional(),
  members: z.array(z.string().min(1)).max(5000).optional(),
  channels: z.array(z.object({
    name: z.string().min(1).max(100),
    type: z.number().int().optional(),
    topic: z.string().optional(),
  })).optional(),
  roles: z.array(z.object({
    name: z.string().min(1).max(100),
    permissions: z.string().regex(/^\d+$/).optional(),
    color: z.number().int().optional(),
    mentionable: z.boolean().optional(),
  })).optional(),
  bot: z.union([z.string().regex(/^\d+$/), z.literal(false)]).optional(),
}).openapi("GuildSeed");

export const newMember = z.object({
  userId: id.optional(),
  username: z.string().min(1).max(32).optional(),
  nick: z.string().max(32).optional(),
  roles: z.array(id).optional(),
});

export const newMessage = user.extend({
  content: z.string().default(""),
  attachments: z.array(file).max(10).optional(),
  replyTo: id.optional(),
}).openapi("UserMessage");

const commandUse = user.extend({
  name: z.string().min(1),
  options: z.union([wire, z.array(wire)]).optional(),
});

export const slashUse = commandUse.extend({
  type: z.enum(["slash", "user", "message"]).optional(),
  targetId: id.optional(),
}).openapi("CommandUse");

export const autocompleteUse = commandUse.extend({ focused: z.string().min(1) }).openapi("AutocompleteUse");

export const componentUse = user.extend({
  customId: z.string().min(1),
  values: z.array(z.string()).optional(),
}).openapi("ComponentUse");

export const modalSubmit = user.extend({ fields: wire }).openapi("ModalSubmit");

export const reaction = user.extend({ emoji: z.string().min(1) }).openapi("Reaction");

export const vote = user.extend({ answerId: z.number().int().min(1).max(10) }).openapi("Vote");

/** The bot may be put into voice too: it cannot go there by itself here. */
export const voiceMove = user.extend({ channelId: id.nullable() }).openapi("VoiceMove");

export const fault = z.object({
  kind: z.enum([
    "rateLimit",
    "status",
    "latency",
    "dropConnection",
    "lateAnswer",
    "lostAnswer",
    "reconnect",
    "invalidSession",
    "dropSockets",
    "closeSockets",
    "silentHeartbeats",
    "refuseResume",
    "refuseIdentify",
  ]),
  route: z.string().default("*"),
  times: z.number().int().min(1).nullable().default(1),
  status: z.number().int().min(400).max(599).default(500),
  retryAfterMs: z.number().min(0).default(1000),
  scope: z.enum(["user", "global", "shared"]).default("user"),
  latencyMs: z.number().min(0).max(60_000).default(0),
  resumable: z.boolean().default(true),
  code: z.number().int().min(1000).max(4999).default(4000),
}).openapi("Fault");

export const advance = z.object({ advanceMs: z.number().min(0).max(366 * 86_400_000) });
