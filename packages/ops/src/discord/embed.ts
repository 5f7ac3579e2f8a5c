import { z } from "zod";
import { color, countCharacters, mediaUrl, text, webUrl } from "./text.ts";

const EMBEDS_MAX = 10;
const EMBEDS_CHARACTERS = 6000;

const media = z.object({ url: mediaUrl });

const Embed = z.object({
  title: text(256).nullish(),
  description: text(4096).nullish(),
  url: webUrl.nullish(),
  timestamp: z.string().max(40).refine(
    (value) => !Number.isNaN(Date.parse(value)),
    "must be an ISO 8601 time",
  )
    .nullish(),
  color: color.nullish(),
  footer: z.object({ text: text(2048), icon_url: mediaUrl.nullish() }).nullish(),
  image: media.nullish(),
  thumbnail: media.nullish(),
  author: z.object({ name: text(256, 1), url: webUrl.nullish(), icon_url: mediaUrl.nullish() }).nullish(),
  fields: z.array(
    z.object({ name: text(256, 1), value: text(1024, 1), inline: z.boolean().nullish() }),
  ).max(25).nullish(),
});
export type Embed = z.output<typeof Embed>;

/** All embeds of a message; Discord limits the sum of their texts. */
export const Embeds = z.array(Embed).max(EMBEDS_MAX).refine(
  (embeds) => embeds.reduce((sum, embed) => sum + embedCharacters(embed), 0) <= EMBEDS_CHARACTERS,
  `must have at most ${EMBEDS_CHARACTERS} characters in all embeds together`,
);

function embedCharacters(embed: Embed): number {
  const texts = [embed.title, embed.description, embed.footer?.text, embed.author?.name];
  for (const field of embed.fields ?? []) texts.push(field.name, field.value);
  return texts.reduce((sum, value) => sum + countCharacters(value ?? ""), 0);
}
