import type { z } from "zod";
import type { Attachment, Wire } from "../state/types.ts";
import type { World } from "../state/world.ts";
import { DiscordError, type FieldProblem, refuseField } from "./errors.ts";
import type { messageComponent } from "./schemas/component.ts";
import { withoutNulls } from "./schemas/embed.ts";

const MAX_COMPONENTS = 40;
const MAX_ROWS = 5;
const MAX_TEXT = 4000;

/** Completes message components as Discord gives them back, and refuses what only shows when seen together. */
export function finishComponents(
  world: World,
  given: z.output<typeof messageComponent>[],
  v2: boolean,
  attachments: Attachment[],
): Wire[] {
  const components = given.map((one) => withoutNulls(one) as Wire);
  const all = components.flatMap((one, index) => walk(one, ["components", index]));
  if (!v2) {
    for (const [index, { type }] of components.entries()) {
      if (type !== 1) {
        refuseField(
          ["components", index],
          "UNION_TYPE_CHOICES",
          'Value of field "type" must be one of (1,).',
        );
      }
    }
    if (components.length > MAX_ROWS) {
      refuseField(["components"], "BASE_TYPE_BAD_LENGTH", `Must be between 1 and ${MAX_ROWS} in length.`);
    }
  }
  if (all.length > MAX_COMPONENTS) {
    refuseField(
      ["components"],
      "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
      `The maximum number of components is ${MAX_COMPONENTS}.`,
    );
  }
  const shownText = all.reduce(
    (sum, { node }) => sum + (node.type === 10 ? [...String(node.content)].length : 0),
    0,
  );
  if (shownText > MAX_TEXT) {
    refuseField(
      ["components"],
      "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
      `The total length is more than ${MAX_TEXT}.`,
    );
  }
  refuseDuplicates(all);
  numberAll(all);
  for (const { node } of all) complete(world, node, attachments);
  return components;
}

interface Placed {
  node: Wire;
  path: PropertyKey[];
}

function walk(node: Wire, path: PropertyKey[]): Placed[] {
  const children = (node.components as Wire[] | undefined) ?? [];
  const found = [
    { node, path },
    ...children.flatMap((one, index) => walk(one, [...path, "components", index])),
  ];
  if (node.accessory) found.push(...walk(node.accessory as Wire, [...path, "accessory"]));
  return found;
}

function refuseDuplicates(all: Placed[]): void {
  const problems: FieldProblem[] = [];
  for (const key of ["custom_id", "id"] as const) {
    const seen = new Set<unknown>();
    for (const { node, path } of all) {
      const value = node[key];
      if (value === undefined || (key === "id" && value === 0)) continue;
      if (seen.has(value)) {
        problems.push({
          path: [...path, key],
          code: key === "id" ? "COMPONENT_ID_DUPLICATED" : "COMPONENT_CUSTOM_ID_DUPLICATED",
          message: key === "id"
            ? "Component id cannot be duplicated"
            : "Component custom id cannot be duplicated",
        });
      }
      seen.add(value);
    }
  }
  if (problems.length) throw new DiscordError("invalidForm", problems);
}

function numberAll(all: Placed[]): void {
  const taken = new Set(all.map(({ node }) => node.id));
  let next = 1;
  for (const { node } of all) {
    if (node.id) continue;
    while (taken.has(next)) next++;
    node.id = next;
    taken.add(next);
  }
}

function complete(world: World, node: Wire, attachments: Attachment[]): void {
  const type = node.type as number;
  if (type === 3 || (type >= 5 && type <= 8)) {
    node.min_values ??= 1;
    node.max_values ??= 1;
  }
  if (type === 17) node.accent_color ??= null;
  if (type === 14) {
    node.divider ??= true;
    node.spacing ??= 1;
  }
  if ([11, 13, 17].includes(type)) node.spoiler ??= false;
  if (type === 11) {
    node.description ??= null;
    node.media = mediaWire(world, node.media as Wire, attachments);
  }
  if (type === 13) {
    node.file = mediaWire(world, node.file as Wire, attachments);
    const name = String((node.file as Wire).url).split("/").pop() ?? null;
    const attachment = attachments.find(({ filename }) => filename === name);
    Object.assign(node, { name, size: attachment?.size ?? null });
  }
  if (type !== 12) return;
  node.items = (node.items as Wire[]).map((item) => ({
    description: null,
    spoiler: false,
    ...item,
    media: mediaWire(world, item.media as Wire, attachments),
  }));
}

function mediaWire(world: World, media: Wire, attachments: Attachment[]): Wire {
  const url = String(media.url);
  const name = url.startsWith("attachment://") ? url.slice("attachment://".length) : null;
  const attachment = attachments.find(({ filename }) => filename === name);
  if (name !== null && !attachment) {
    refuseField(
      ["components"],
      "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
      `The attachment "${name}" was not found`,
    );
  }
  const wire: Wire = { id: world.ids.next(), url, proxy_url: url, width: null, height: null };
  if (attachment) wire.attachment_id = attachment.id;
  return wire;
}
