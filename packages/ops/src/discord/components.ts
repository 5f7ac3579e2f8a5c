/** @module Component trees of messages and modals, by an allow-list of keys; Discord drops none, so we do. */
import { z } from "zod";
import { Button, modalInputs, selects, TextInput } from "./inputs.ts";
import { color, componentId, mediaUrl, text } from "./text.ts";

const id = componentId;
const spoiler = z.boolean().optional();
const media = z.object({ url: mediaUrl });

const ActionRow = z.object({
  type: z.literal(1),
  id,
  components: z.array(z.discriminatedUnion("type", [Button, ...selects])).min(1).max(5),
}).refine(
  (row) => row.components.length === 1 || row.components.every((component) => component.type === 2),
  { path: ["components"], message: "must hold up to 5 buttons or one select" },
);

const TextDisplay = z.object({ type: z.literal(10), id, content: text(4000, 1) });
const Thumbnail = z.object({
  type: z.literal(11),
  id,
  media,
  description: text(1024).nullish(),
  spoiler,
});
const Section = z.object({
  type: z.literal(9),
  id,
  components: z.array(TextDisplay).min(1).max(3),
  accessory: z.discriminatedUnion("type", [Button, Thumbnail]),
});
const MediaGallery = z.object({
  type: z.literal(12),
  id,
  items: z.array(z.object({ media, description: text(1024).nullish(), spoiler })).min(1).max(10),
});
const File = z.object({ type: z.literal(13), id, file: media, spoiler });
const Separator = z.object({
  type: z.literal(14),
  id,
  divider: z.boolean().optional(),
  spacing: z.number().int().min(1).max(2).optional(),
});

const blocks = [ActionRow, Section, TextDisplay, MediaGallery, File, Separator] as const;

const Container = z.object({
  type: z.literal(17),
  id,
  accent_color: color.nullish(),
  spoiler,
  components: z.array(z.discriminatedUnion("type", [...blocks])).min(1).max(39),
});

/** What may stand at the top of a message. */
export const MessageComponent = z.discriminatedUnion("type", [...blocks, Container]);
export type MessageComponent = z.output<typeof MessageComponent>;

const Label = z.object({
  type: z.literal(18),
  id,
  label: text(45, 1),
  description: text(100).optional(),
  component: z.discriminatedUnion("type", [...selects, ...modalInputs]),
});
const InputRow = z.object({
  type: z.literal(1),
  id,
  components: z.array(TextInput).min(1).max(1),
});

/** What may stand at the top of a modal. */
export const ModalComponent = z.discriminatedUnion("type", [InputRow, Label, TextDisplay]);

interface Counted {
  /** Every component, nested ones included. */
  count: number;
  /** Characters of all text displays. */
  characters: number;
  /** The first custom id that occurs twice. */
  duplicate?: string;
}

/** Figures of a whole tree. */
export function countComponents(top: readonly unknown[]): Counted {
  const seen = new Set<string>();
  const counted: Counted = { count: 0, characters: 0 };
  const visit = (node: unknown) => {
    if (typeof node !== "object" || node === null || !("type" in node)) return;
    const { type, content, custom_id, components, accessory, component } = node as Record<string, unknown>;
    counted.count++;
    if (type === 10 && typeof content === "string") counted.characters += [...content].length;
    if (typeof custom_id === "string") {
      if (seen.has(custom_id)) counted.duplicate ??= custom_id;
      seen.add(custom_id);
    }
    if (Array.isArray(components)) components.forEach(visit);
    visit(accessory);
    visit(component);
  };
  top.forEach(visit);
  return counted;
}
