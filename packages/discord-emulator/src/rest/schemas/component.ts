import { z } from "zod";
import {
  bits,
  byType,
  choice,
  complain,
  flag,
  integer,
  link,
  list,
  model,
  snowflake,
  text,
} from "../form.ts";

const customId = () => text(100, 1);
const base = { type: integer(), id: integer(0).nullish() };
const emoji = model({
  id: snowflake().nullish(),
  name: text(32).nullish(),
  animated: flag().nullish(),
});

const button = model({
  ...base,
  style: choice([1, 2, 3, 4, 5, 6]),
  label: text(80).nullish(),
  emoji: emoji.nullish(),
  custom_id: text(100).nullish(),
  url: link(512).nullish(),
  sku_id: snowflake().nullish(),
  disabled: flag().nullish(),
}).superRefine((one, ctx) => {
  if (one.style === 5) {
    if (!one.url) complain(ctx, "BASE_TYPE_REQUIRED", "A url is required", ["url"]);
    if (one.custom_id) {
      complain(ctx, "BUTTON_COMPONENT_CUSTOM_ID_AND_URL", "Custom id and url cannot both be specified", [
        "custom_id",
      ]);
    }
  } else if (one.style === 6) {
    if (!one.sku_id) complain(ctx, "BASE_TYPE_REQUIRED", "A sku_id is required", ["sku_id"]);
  } else {
    if (!one.custom_id) {
      complain(ctx, "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", "A custom id is required", ["custom_id"]);
    }
    if (one.url) {
      complain(ctx, "BUTTON_COMPONENT_INVALID_URL", "A url is only allowed on link buttons", ["url"]);
    }
  }
  if (one.style !== 6 && !one.label && !one.emoji) {
    complain(ctx, "BUTTON_COMPONENT_INVALID", "A button must have a label or an emoji", ["label"]);
  }
});

const selectBase = {
  ...base,
  custom_id: customId(),
  placeholder: text(150).nullish(),
  min_values: integer(0, 25).nullish(),
  max_values: integer(1, 25).nullish(),
  disabled: flag().nullish(),
  required: flag().nullish(),
};

interface Counted {
  min_values?: number | null | undefined;
  max_values?: number | null | undefined;
}

function checkCounts(one: Counted, ctx: z.RefinementCtx): void {
  if ((one.min_values ?? 1) > (one.max_values ?? 1)) {
    complain(ctx, "BASE_TYPE_CHOICES", "min_values must be less than or equal to max_values", ["min_values"]);
  }
}

const option = model({
  label: text(100, 1),
  value: text(100, 1),
  description: text(100).nullish(),
  emoji: emoji.nullish(),
  default: flag().nullish(),
});

const stringSelect = model({ ...selectBase, options: list(option, 25, 1) }).superRefine((one, ctx) => {
  checkCounts(one, ctx);
  if ((one.max_values ?? 1) > one.options.length) {
    complain(
      ctx,
      "SELECT_COMPONENT_MAX_VALUES_TOO_LARGE",
      "max_values is larger than the number of options",
      ["max_values"],
    );
  }
  const seen = new Set<string>();
  for (const [index, { value }] of one.options.entries()) {
    if (seen.has(value)) {
      complain(
        ctx,
        "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
        "The specified option value is already used",
        ["options", index, "value"],
      );
    }
    seen.add(value);
  }
});

const entitySelect = model({
  ...selectBase,
  channel_types: list(integer(), 20).nullish(),
  default_values: list(model({ id: snowflake(), type: choice(["user", "role", "channel"]) }), 25).nullish(),
}).superRefine(checkCounts);

const selects = { 3: stringSelect, 5: entitySelect, 6: entitySelect, 7: entitySelect, 8: entitySelect };

const row = model({ ...base, components: list(byType({ 2: button, ...selects }), 5, 1) }).superRefine(
  (one, ctx) => {
    if (one.components.some(({ type }) => type !== 2) && one.components.length > 1) {
      complain(ctx, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width", [
        "components",
        1,
      ]);
    }
  },
);

const media = model({ url: link() });
const textDisplay = model({ ...base, content: text(4000, 1) });
const thumbnail = model({ ...base, media, description: text(1024).nullish(), spoiler: flag().nullish() });
const section = model({
  ...base,
  components: list(byType({ 10: textDisplay }), 3, 1),
  accessory: byType({ 2: button, 11: thumbnail }),
});
const gallery = model({
  ...base,
  items: list(model({ media, description: text(1024).nullish(), spoiler: flag().nullish() }), 10, 1),
});
const file = model({ ...base, file: media, spoiler: flag().nullish() });
const separator = model({ ...base, divider: flag().nullish(), spacing: choice([1, 2]).nullish() });

const blocks = { 1: row, 9: section, 10: textDisplay, 12: gallery, 13: file, 14: separator };
const container = model({
  ...base,
  components: list(byType(blocks), 40, 1),
  accent_color: integer(0, 0xffffff).nullish(),
  spoiler: flag().nullish(),
});

/** A top-level component of a message. */
export const messageComponent = byType({ ...blocks, 17: container });

const input = {
  ...base,
  custom_id: customId(),
  style: choice([1, 2]),
  min_length: integer(0, 4000).nullish(),
  max_length: integer(1, 4000).nullish(),
  required: flag().nullish(),
  value: text(4000).nullish(),
  placeholder: text(100).nullish(),
};
const picks = (max: number) => ({
  ...base,
  custom_id: customId(),
  required: flag().nullish(),
  min_values: integer(0, max).nullish(),
  max_values: integer(1, max).nullish(),
});
const pickOption = model({
  value: text(100, 1),
  label: text(100, 1),
  description: text(100).nullish(),
  default: flag().nullish(),
});
const label = model({
  ...base,
  label: text(45, 1),
  description: text(100).nullish(),
  component: byType({
    4: model({ ...input, label: text(45).nullish() }),
    ...selects,
    19: model(picks(10)),
    21: model({ ...picks(10), options: list(pickOption, 10, 2) }),
    22: model({ ...picks(10), options: list(pickOption, 10, 1) }),
    23: model({ ...base, custom_id: customId(), default: flag().nullish() }),
  }),
});
const modalRow = model({
  ...base,
  components: list(byType({ 4: model({ ...input, label: text(45, 1) }) }), 1, 1),
});

/** A modal as the callback of type 9 opens it. */
export const modal = model({
  custom_id: customId(),
  title: text(45, 1),
  components: list(byType({ 1: modalRow, 10: textDisplay, 18: label }), 5, 1),
});

/** Message and channel flags, and other bit fields that may be null. */
export const bitField = () => bits().transform(Number);
