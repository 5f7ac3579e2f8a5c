import type { SettingDefinition, SettingValue } from "@flora/model";
import { settingProblem, settingValues } from "@flora/model/setting-value";
import { console } from "../web/console.ts";
import { invalidArgument } from "./errors.ts";
import { addSettings } from "./registry.ts";

interface SettingBase {
  /** What the form calls it. */
  label: string;
  description?: string;
  /** Whether it must be filled in; it is `undefined` until somebody does. */
  required?: boolean;
}

/** A text. */
export interface TextSetting extends SettingBase {
  type: "string";
  default?: string;
  /** Least and most characters; at most 1000. */
  min?: number;
  max?: number;
}

/** A number, `min` to `max`. */
export interface NumberSetting extends SettingBase {
  type: "number";
  default?: number;
  min?: number;
  max?: number;
}

/** Yes or no. */
export interface BooleanSetting extends SettingBase {
  type: "boolean";
  default?: boolean;
}

/** The id of a channel, role or member of this server. */
export interface IdSetting extends SettingBase {
  type: "channel" | "role" | "user";
  default?: string;
}

/** One of several values. */
export interface ChoiceSetting extends SettingBase {
  type: "choice";
  /** 1 to 25 values, each with a label of its own or shown as it is. */
  choices: readonly (string | { label: string; value: string })[];
  default?: string;
}

/** One field of the form that {@link settings} defines. */
export type Setting = TextSetting | NumberSetting | BooleanSetting | IdSetting | ChoiceSetting;

type ChoiceOf<C> = C extends readonly (infer Item)[] ? Item extends { value: infer Value } ? Value : Item
  : never;
type TypeOf<S> = S extends { type: "number" } ? number
  : S extends { type: "boolean" } ? boolean
  : S extends { type: "choice"; choices: infer C } ? ChoiceOf<C>
  : string;

/** What is set, by key: `undefined` only where there is neither a value nor a default. */
export type SettingValues<S> = {
  readonly [Key in keyof S]: S[Key] extends { default: string | number | boolean } ? TypeOf<S[Key]>
    : TypeOf<S[Key]> | undefined;
};

/** What {@link settings} gives. */
export interface Settings<S> {
  /** What is set now; it is replaced as soon as somebody changes something. */
  readonly value: SettingValues<S>;
}

const MAX_SETTINGS = 25;
const MAX_CHOICES = 25;
const KEY = /^[a-zA-Z][a-zA-Z0-9_]{0,31}$/;
const LINE = /^[^\p{C}]+$/u;
const TYPES = ["string", "number", "boolean", "channel", "role", "user", "choice"];

let definitions: SettingDefinition[] | undefined;
let stored: ReadonlyMap<string, unknown> = new Map();
let current: Readonly<Record<string, SettingValue>> = {};

/** What the guild's people have set, whether it fits or not. */
export function setSettings(values: Record<string, unknown>): void {
  stored = new Map(Object.entries(values));
  current = Object.freeze(settingValues(definitions ?? [], stored));
}

/**
 * Defines the form by which the people of this server set up the script, with `flora settings` or, in Discord, with
 * `/flora settings`; the result's `value` is what they set. Values stay over redeploys where they still fit. Once per
 * script, at most 25.
 *
 * @example
 * const config = settings({
 *   greeting: { type: "string", label: "What to say", default: "Hello", max: 200 },
 *   channel: { type: "channel", label: "Where to say it" },
 * });
 * on("guildMemberAdd", async (ctx) => {
 *   const { channel, greeting } = config.value;
 *   if (channel) await rest.sendMessage({ channelId: channel, content: `${greeting} <@${ctx.msg.user.id}>` });
 * });
 */
export function settings<const S extends Record<string, Setting>>(schema: S): Settings<S> {
  if (definitions) {
    console.warn("settings was called twice; the second call is ignored");
  } else {
    const made = toDefinitions(schema);
    addSettings(made);
    definitions = made;
    current = Object.freeze(settingValues(made, stored));
  }
  return {
    get value() {
      return current as SettingValues<S>;
    },
  };
}

function toDefinitions(schema: Record<string, Setting>): SettingDefinition[] {
  if (typeof schema !== "object" || schema === null) {
    throw invalidArgument("", "Cannot define settings: give an object with a setting per key");
  }
  const entries = Object.entries(schema);
  if (entries.length > MAX_SETTINGS) {
    throw invalidArgument("", `Cannot define settings: ${entries.length}, at most ${MAX_SETTINGS}`);
  }
  return entries.map(([key, setting]) => toDefinition(key, setting));
}

function toDefinition(key: string, setting: Setting): SettingDefinition {
  const refuse = (path: string, problem: string) =>
    invalidArgument(
      path === "" ? key : `${key}.${path}`,
      `Cannot define setting ${JSON.stringify(key)}: ${problem}`,
    );
  if (!KEY.test(key) || key in Object.prototype) {
    throw refuse("", "its key must be 1 to 32 letters, digits or _, beginning with a letter");
  }
  const { type, label, description, required } = setting ?? {};
  if (!TYPES.includes(type)) throw refuse("type", `its type must be one of ${TYPES.join(", ")}`);
  if (!isLine(label, 100)) throw refuse("label", "it needs a label of 1 to 100 printable characters");
  if (description !== undefined && !isLine(description, 300)) {
    throw refuse("description", "its description must have 1 to 300 printable characters");
  }
  const { min, max } = setting as NumberSetting;
  for (const [name, bound] of Object.entries({ min, max })) {
    if (bound !== undefined && !Number.isFinite(bound)) throw refuse(name, `${name} must be a number`);
  }
  const definition = {
    key,
    type,
    label,
    ...given({ description, required, default: setting.default, min, max }),
    ...(type === "choice" ? { choices: toChoices((setting as ChoiceSetting).choices, refuse) } : {}),
  };
  const problem = definition.default === undefined
    ? undefined
    : settingProblem(definition, definition.default);
  if (problem !== undefined) throw refuse("default", `its default ${problem}`);
  return definition;
}

function toChoices(
  choices: ChoiceSetting["choices"],
  refuse: (path: string, problem: string) => Error,
): { label: string; value: string }[] {
  if (!Array.isArray(choices) || choices.length === 0 || choices.length > MAX_CHOICES) {
    throw refuse("choices", `it needs 1 to ${MAX_CHOICES} choices`);
  }
  return choices.map((choice, index) => {
    const { label, value } = typeof choice === "string" ? { label: choice, value: choice } : choice ?? {};
    if (!isLine(label, 100) || !isLine(value, 100)) {
      throw refuse(`choices.${index}`, "a choice is text of 1 to 100 printable characters");
    }
    return { label, value };
  });
}

const isLine = (text: unknown, most: number) =>
  typeof text === "string" && text.length <= most && LINE.test(text);

/** Without what is undefined. */
function given<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
