import { z } from "zod";
import { bits, choice, complain, decimal, flag, integer, list, model, snowflake, text } from "../form.ts";

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const INVALID_NAME = ["APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid"] as const;

const LOCALES = [
  "id,da,de,en-GB,en-US,es-ES,es-419,fr,hr,it,lt,hu,nl,no,pl,pt-BR,ro,fi,sv-SE,vi,tr,cs,el,bg,ru,uk,hi,th,zh-CN,ja,zh-TW,ko",
].join("").split(",");

const optionName = () =>
  text(32, 1).transform((name, ctx) =>
    NAME.test(name) && name === name.toLowerCase() ? name : complain(ctx, ...INVALID_NAME)
  );

const localisations = z.unknown().transform((value, ctx): Record<string, string> | null => {
  if (value === null) return null;
  if (typeof value !== "object" || Array.isArray(value)) {
    return complain(ctx, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
  }
  const kept = Object.entries(value as Record<string, unknown>).filter(([, one]) => one !== null);
  for (const [locale] of kept) {
    if (!LOCALES.includes(locale)) {
      return complain(ctx, "BASE_TYPE_CHOICES", `Value must be one of {${LOCALES.join(", ")}}.`, [locale]);
    }
  }
  return Object.fromEntries(kept.map(([locale, one]) => [locale, String(one)]));
});

const naming = {
  name: optionName(),
  name_localizations: localisations.nullish(),
  description: text(100, 1),
  description_localizations: localisations.nullish(),
};

const choiceOf = <T extends z.ZodType>(value: T) =>
  model({ name: text(100, 1), name_localizations: localisations.nullish(), value });

interface Chosen {
  autocomplete?: boolean | null | undefined;
  choices?: { name: string; value: unknown }[] | null | undefined;
}

function checkChoices(option: Chosen, ctx: z.RefinementCtx): void {
  if (option.autocomplete && option.choices?.length) {
    complain(
      ctx,
      "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_WITH_CHOICES",
      "Autocomplete options cannot have choices",
      ["choices"],
    );
  }
  const seen = new Set<string>();
  for (const [index, { name }] of (option.choices ?? []).entries()) {
    if (seen.has(name)) {
      complain(
        ctx,
        "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_DUPLICATE",
        "Choice names must be unique",
        ["choices", index, "name"],
      );
    }
    seen.add(name);
  }
}

const required = { required: flag().nullish() };
const options: Record<number, z.ZodType> = {
  3: model({
    type: integer(),
    ...naming,
    ...required,
    autocomplete: flag().nullish(),
    min_length: integer(0, 6000).nullish(),
    max_length: integer(1, 6000).nullish(),
    choices: list(choiceOf(text(100, 1)), 25).nullish(),
  }).superRefine(checkChoices),
  4: numeric(integer(-9007199254740991, 9007199254740991)),
  10: numeric(decimal()),
  7: model({ type: integer(), ...naming, ...required, channel_types: list(integer(), 20).nullish() }),
};
for (const type of [5, 6, 8, 9, 11]) options[type] = model({ type: integer(), ...naming, ...required });

function numeric(value: ReturnType<typeof integer> | ReturnType<typeof decimal>) {
  return model({
    type: integer(),
    ...naming,
    ...required,
    autocomplete: flag().nullish(),
    min_value: value.nullish(),
    max_value: value.nullish(),
    choices: list(choiceOf(value), 25).nullish(),
  }).superRefine(checkChoices);
}

interface ReadOption {
  type: number;
  name: string;
  required?: boolean | null;
  options?: ReadOption[] | null;
}

/** A list of options: names differ, required ones come first, subcommands do not mix with values. */
function optionList(allowed: Record<number, z.ZodType>) {
  return list(typed(allowed), 25).superRefine((value, ctx) => {
    const given = value as ReadOption[];
    const seen = new Set<string>();
    let optional = false;
    const nested = given.filter(({ type }) => type <= 2).length;
    if (nested > 0 && nested < given.length) {
      complain(
        ctx,
        "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
        "Sub-command and sub-command group option types are mutually exclusive to all other types",
      );
    }
    for (const [index, option] of given.entries()) {
      if (seen.has(option.name)) {
        complain(
          ctx,
          "APPLICATION_COMMAND_OPTIONS_NAME_INVALID",
          "Option names must be unique",
          [index, "name"],
        );
      }
      seen.add(option.name);
      if (option.required && optional) {
        complain(
          ctx,
          "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
          "Required options must be placed before non-required options",
          [index],
        );
      }
      if (!option.required && option.type > 2) optional = true;
    }
  });
}

function typed(allowed: Record<number, z.ZodType>) {
  return z.unknown().transform((value, ctx): unknown => {
    const type = (value as { type?: unknown } | null)?.type;
    if (type === undefined || type === null) {
      return complain(ctx, "BASE_TYPE_REQUIRED", "This field is required", ["type"]);
    }
    const schema = allowed[Number(type)];
    if (!schema) {
      return complain(
        ctx,
        "BASE_TYPE_CHOICES",
        `Value must be one of {${Object.keys(allowed).join(", ")}}.`,
        ["type"],
      );
    }
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      const code = issue.code === "custom" ? String(issue.params?.code) : "BASE_TYPE_REQUIRED";
      complain(ctx, code, issue.message, issue.path);
    }
    return z.NEVER;
  });
}

const subcommand = model({ type: integer(), ...naming, options: optionList(options).nullish() });
const group = model({ type: integer(), ...naming, options: optionList({ 1: subcommand }).nullish() });

const fields = {
  id: snowflake().nullish(),
  type: choice([1, 2, 3]).nullish(),
  name: text(32, 1),
  name_localizations: localisations.nullish(),
  description: text(100).nullish(),
  description_localizations: localisations.nullish(),
  options: optionList({ ...options, 1: subcommand, 2: group }).nullish(),
  default_member_permissions: bits().transform(String).nullish(),
  dm_permission: flag().nullish(),
  nsfw: flag().nullish(),
  contexts: list(integer(0, 2), 3).nullish(),
  integration_types: list(integer(0, 1), 2).nullish(),
};

interface Named {
  type?: number | null | undefined;
  name?: string | undefined;
  description?: string | null | undefined;
  options?: unknown[] | null | undefined;
}

const MAX_COMMAND_TEXT = 8000;

function checkKind(command: Named, ctx: z.RefinementCtx): void {
  const type = command.type ?? 1;
  if (type === 1) {
    const { name } = command;
    if (name !== undefined && (!NAME.test(name) || name !== name.toLowerCase())) {
      complain(ctx, ...INVALID_NAME, ["name"]);
    }
    if (!command.description) complain(ctx, "BASE_TYPE_REQUIRED", "This field is required", ["description"]);
  } else {
    if (command.description) {
      complain(
        ctx,
        "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION",
        "Context menu commands cannot have description",
        ["description"],
      );
    }
    if (command.options?.length) {
      complain(
        ctx,
        "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS",
        "Context menu commands cannot have options",
        ["options"],
      );
    }
  }
  if (textLength(command) > MAX_COMMAND_TEXT) {
    complain(ctx, "APPLICATION_COMMAND_TOO_LARGE", `Command exceeds maximum size (${MAX_COMMAND_TEXT})`);
  }
}

/** `POST` of a command, and one entry of `PUT`. */
export const commandCreate = model(fields).superRefine(checkKind);

/** `PATCH` of a command; the kind cannot change, so it is judged with the stored command. */
export const commandPatch = model({ ...fields, name: text(32, 1).optional() });

/** The whole set of commands of a guild. */
export const commandSet = list(commandCreate, 130);

/** Who may use a command. */
export const commandPermissions = model({
  permissions: list(model({ id: snowflake(), type: choice([1, 2, 3]), permission: flag() }), 100),
});

export type CommandCreate = z.output<typeof commandCreate>;

function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + textLength(one), 0);
  if (typeof value !== "object" || value === null) return 0;
  let sum = 0;
  for (const [key, inner] of Object.entries(value)) {
    if (["name", "description", "value"].includes(key) && typeof inner === "string") sum += [...inner].length;
    else sum += textLength(inner);
  }
  return sum;
}
