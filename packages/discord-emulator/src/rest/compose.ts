import type { Upload } from "./route.ts";
import { DiscordError, refuse, refuseField } from "./errors.ts";
import { finishComponents } from "./components.ts";
import { checkEmbeds, embedWire, isEmptyEmbed } from "./schemas/embed.ts";
import type { MessageCreate, MessageEdit } from "./schemas/message.ts";
import type { Attachment, Guild, Message, Wire } from "../state/types.ts";
import type { World } from "../state/world.ts";

/** Message flags the emulator acts on. */
export const FLAGS = {
  suppressEmbeds: 1 << 2,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  suppressNotifications: 1 << 12,
  componentsV2: 1 << 15,
} as const;

/** What a message shows, after validation. */
interface Content {
  content: string;
  embeds: Wire[];
  components: Wire[];
  attachments: Attachment[];
  poll: Wire | null;
  stickers: Message["stickers"];
}

/** Turns the body of a new message into its content; refuses what Discord refuses. */
export function composeNew(world: World, body: MessageCreate, files: Upload[]): Content {
  const content: Content = {
    content: (body.content ?? "").trim(),
    embeds: (body.embeds ?? []).map(embedWire),
    components: [],
    attachments: attach(world, body.attachments, files, []),
    poll: body.poll ? pollWire(world, body.poll) : null,
    stickers: (body.sticker_ids ?? []).map((id) => stickerItem(world, id)),
  };
  checkEmbeds(body.embeds ?? []);
  const v2 = ((body.flags ?? 0) & FLAGS.componentsV2) !== 0;
  content.components = finishComponents(world, body.components ?? [], v2, content.attachments);
  if (v2) refuseLegacy(body, content);
  const forwards = body.message_reference?.type === 1;
  const shown = content.content || body.embeds?.some((one) => !isEmptyEmbed(one)) ||
    content.components.length ||
    content.attachments.length || content.poll || content.stickers.length || forwards;
  if (!shown) refuse("emptyMessage");
  return content;
}

/** A sticker of any guild the bot is in. */
function stickerItem(world: World, id: string): Message["stickers"][number] {
  const found = world.botGuilds().map((guild) => guild.stickers.get(id)).find((one) => one !== undefined);
  return found ? { id, name: found.name, format_type: 1 } : refuse("unknownSticker");
}

/** Applies an edit to a message's content; fields not given stay. */
export function composeEdit(world: World, message: Message, body: MessageEdit, files: Upload[]): Content {
  const next: Content = {
    content: body.content === undefined ? message.content : (body.content ?? "").trim(),
    embeds: body.embeds === undefined ? message.embeds : (body.embeds ?? []).map(embedWire),
    components: message.components,
    attachments: body.attachments === undefined && !files.length
      ? message.attachments
      : attach(world, body.attachments ?? (files.length ? undefined : []), files, message.attachments),
    poll: message.poll,
    stickers: message.stickers,
  };
  checkEmbeds(body.embeds ?? []);
  const v2 = ((message.flags | (body.flags ?? 0)) & FLAGS.componentsV2) !== 0;
  if (body.components !== undefined) {
    next.components = finishComponents(world, body.components ?? [], v2, next.attachments);
  }
  if (v2) refuseLegacy(body, next);
  const shown = next.content || next.embeds.length || next.components.length || next.attachments.length ||
    next.poll;
  if (!shown && !message.snapshots.length) refuse("emptyMessage");
  return next;
}

/** Whom a text mentions, as far as `allowed_mentions` lets it notify. */
export function mentionsIn(
  world: World,
  guild: Guild | null,
  text: string,
  allowed: MessageCreate["allowed_mentions"],
  repliedTo: string | null,
): { users: string[]; roles: string[]; everyone: boolean } {
  const parse = new Set<string>(allowed ? allowed.parse ?? [] : ["users", "roles", "everyone"]);
  const users = new Set(
    [...text.matchAll(/<@!?(\d{17,19})>/g)].map((match) => match[1]!)
      .filter((id) => world.users.has(id) && (parse.has("users") || allowed?.users?.includes(id))),
  );
  if (repliedTo && allowed?.replied_user !== false) users.add(repliedTo);
  const roles = new Set(
    [...text.matchAll(/<@&(\d{17,19})>/g)].map((match) => match[1]!)
      .filter((id) => guild?.roles.has(id) && (parse.has("roles") || allowed?.roles?.includes(id))),
  );
  return {
    users: [...users],
    roles: [...roles],
    everyone: /@(everyone|here)\b/.test(text) && parse.has("everyone"),
  };
}

function refuseLegacy(body: MessageCreate | MessageEdit, content: Content): void {
  for (const name of ["content", "embeds", "poll"] as const) {
    const given = name === "embeds"
      ? content.embeds.length > 0
      : Boolean(name === "content" ? content.content : body.poll);
    if (!given) continue;
    refuseField(
      [name],
      "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
      `The '${name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
    );
  }
}

function attach(
  world: World,
  listed: MessageCreate["attachments"],
  files: Upload[],
  kept: Attachment[],
): Attachment[] {
  if (files.length > 10) throw new DiscordError("invalidForm", [TOO_MANY_FILES]);
  const described = new Map((listed ?? []).map((one) => [one.id, one]));
  const remaining = listed ? kept.filter(({ id }) => described.has(id)) : kept;
  const added = files.map((file): Attachment => ({
    id: world.ids.next(),
    filename: described.get(file.index)?.filename ?? file.filename,
    size: file.bytes.length,
    contentType: file.contentType,
    description: described.get(file.index)?.description ?? null,
    bytes: file.bytes,
  }));
  for (const [index, { id }] of (listed ?? []).entries()) {
    const known = files.some((file) => file.index === id) || kept.some((file) => file.id === id);
    if (!known) {
      refuseField(["attachments", index, "id"], "ATTACHMENT_NOT_FOUND", "Attachment data not found");
    }
  }
  return [...remaining, ...added];
}

const TOO_MANY_FILES = {
  path: ["files"],
  code: "BASE_TYPE_MAX_LENGTH",
  message: "Must be 10 or fewer in length.",
};

function pollWire(world: World, poll: NonNullable<MessageCreate["poll"]>): Wire {
  return {
    question: { text: poll.question.text },
    answers: poll.answers.map(({ poll_media }, index) => ({
      answer_id: index + 1,
      poll_media: {
        ...(poll_media.text ? { text: poll_media.text } : {}),
        ...(poll_media.emoji
          ? { emoji: { id: poll_media.emoji.id ?? null, name: poll_media.emoji.name ?? "" } }
          : {}),
      },
    })),
    expiry: world.clock.iso(world.clock.now() + (poll.duration ?? 24) * 3_600_000),
    allow_multiselect: poll.allow_multiselect ?? false,
    layout_type: 1,
    results: { is_finalized: false, answer_counts: [] },
  };
}
