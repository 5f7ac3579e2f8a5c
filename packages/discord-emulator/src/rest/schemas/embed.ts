import type { z } from "zod";
import type { Wire } from "../../state/types.ts";
import { refuseField } from "../errors.ts";
import { flag, integer, link, list, model, text, timestamp } from "../form.ts";

const image = model({ url: link().nullish(), description: text(4096).nullish() });

/** A rich embed. */
export const embed = model({
  title: text(256).nullish(),
  description: text(4096).nullish(),
  url: link().nullish(),
  timestamp: timestamp().nullish(),
  color: integer(0, 0xffffff).nullish(),
  footer: model({ text: text(2048).nullish(), icon_url: link().nullish() }).nullish(),
  image: image.nullish(),
  thumbnail: image.nullish(),
  author: model({ name: text(256).nullish(), url: link().nullish(), icon_url: link().nullish() }).nullish(),
  fields: list(model({ name: text(256, 1), value: text(1024, 1), inline: flag().nullish() }), 25).nullish(),
});

type Embed = z.output<typeof embed>;

/** Refuses embeds whose texts are longer than 6000 characters together. */
export function checkEmbeds(embeds: Embed[]): void {
  const sum = embeds.reduce((total, one) => total + textOf(one), 0);
  if (sum > 6000) {
    refuseField(["embeds"], "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000");
  }
}

/** Whether an embed shows anything. */
export function isEmptyEmbed(one: Embed): boolean {
  return textOf(one) === 0 && !one.image?.url && !one.thumbnail?.url;
}

/** Embeds as Discord gives them back: rich, without empty members. */
export function embedWire(one: Embed): Wire {
  const wire = withoutNulls({ ...one, type: "rich" }) as Wire;
  if (one.fields) {
    wire.fields = one.fields.map(({ name, value, inline }) => ({ name, value, inline: inline ?? false }));
  }
  for (const key of ["image", "thumbnail"] as const) if (wire[key] && !one[key]?.url) delete wire[key];
  if (wire.footer && !one.footer?.text) delete wire.footer;
  if (wire.author && !one.author?.name) delete wire.author;
  return wire;
}

/** A copy without null and undefined members, at every depth. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined);
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutNulls(inner)]));
}

function textOf(one: Embed): number {
  const parts = [one.title, one.description, one.footer?.text, one.author?.name];
  for (const { name, value } of one.fields ?? []) parts.push(name, value);
  return parts.reduce((sum, part) => sum + (part ? [...part].length : 0), 0);
}
