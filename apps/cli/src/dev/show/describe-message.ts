import type { APIEmbed, APIPoll } from "discord-api-types/v10";
import type { Message, Wire } from "@flora/discord-emulator/state/types";
import type { Control } from "../happening.ts";

/** Flag of a message that stands for an answer to come. */
const LOADING = 128;

const BUTTON = 2;
const menus: Record<number, Control["picks"] | undefined> = {
  3: undefined,
  5: "member",
  6: "role",
  7: "member or role",
  8: "channel",
};

/** What a message shows, as lines of text. */
export function linesOf(message: Message): string[] {
  if (message.flags & LOADING) return ["(is thinking …)"];
  return [
    ...message.content === "" ? [] : message.content.split("\n"),
    ...message.embeds.flatMap((embed) => embedLines(embed as APIEmbed)),
    ...message.components.flatMap(layoutLines),
    ...message.attachments.map(({ filename, size }) => `(file ${filename}, ${size} bytes)`),
    ...message.stickers.map(({ name }) => `(sticker ${name})`),
    ...message.poll ? pollLines(message.poll as unknown as APIPoll) : [],
  ];
}

/** Its buttons and menus, in the order they are shown. */
export function controlsOf(message: Message, numberOf: (customId: string) => number): Control[] {
  const walk = (one: Wire): Control[] => {
    const inside = [...list(one.components), ...one.accessory ? [one.accessory as Wire] : []].flatMap(walk);
    const own = controlOf(one, numberOf);
    return own ? [own, ...inside] : inside;
  };
  return message.components.flatMap(walk);
}

function controlOf(one: Wire, numberOf: (customId: string) => number): Control | undefined {
  if (typeof one.custom_id !== "string") return undefined;
  const type = one.type as number;
  const base = { number: numberOf(one.custom_id), disabled: one.disabled === true };
  if (type === BUTTON) {
    const emoji = (one.emoji as { name?: string } | undefined)?.name;
    const label = [emoji, one.label].filter(Boolean).join(" ") || one.custom_id;
    return { ...base, kind: "button", label };
  }
  if (!(type in menus)) return undefined;
  const label = (one.placeholder as string | undefined) ?? one.custom_id;
  const choices = list(one.options).map(({ value }) => String(value));
  const picks = menus[type];
  return { ...base, kind: "menu", label, ...picks ? { picks } : { choices } };
}

function embedLines(embed: APIEmbed): string[] {
  const lines = [
    embed.author?.name,
    embed.title && (embed.url ? `${embed.title} (${embed.url})` : embed.title),
    ...embed.description?.split("\n") ?? [],
    ...embed.fields?.map(({ name, value }) => `${name}: ${value}`) ?? [],
    ...[embed.image?.url, embed.thumbnail?.url].map((url) => url && `(picture ${url})`),
    [embed.footer?.text, embed.timestamp].filter(Boolean).join(", "),
  ];
  return lines.filter(Boolean).map((line) => `│ ${line}`);
}

/** Texts and pictures of the newer layout; what can be used is told apart. */
function layoutLines(one: Wire): string[] {
  const inside = list(one.components).flatMap(layoutLines);
  const accessory = one.accessory ? layoutLines(one.accessory as Wire) : [];
  switch (one.type) {
    case BUTTON:
      return typeof one.url === "string" ? [`(link ${one.label ?? ""} ${one.url})`] : [];
    case 10:
      return String(one.content).split("\n");
    case 11:
      return [`(picture ${(one.media as Wire).url})`];
    case 12:
      return list(one.items).map(({ media }) => `(picture ${(media as Wire).url})`);
    case 13:
      return [`(file ${(one.file as Wire).url})`];
    case 14:
      return ["───"];
    case 17:
      return inside.map((line) => `│ ${line}`);
    default:
      return [...inside, ...accessory];
  }
}

function pollLines({ question, answers }: APIPoll): string[] {
  return [`Poll: ${question.text}`, ...answers.map((one) => `  ${one.answer_id}. ${one.poll_media.text}`)];
}

function list(value: unknown): Wire[] {
  return Array.isArray(value) ? value as Wire[] : [];
}
