/** @module Errors of the builders' library, as a script gets them: INVALID_ARGUMENT with the field they are about. */
import { invalidArgument } from "../script/errors.ts";
import { ComponentType } from "./constants.ts";

/** An error of the library's validation, as far as it is read. */
interface Invalid {
  message: string;
  code?: string;
  path?: string;
  /** Of an object or array: keys and their errors. Of alternatives: one error each. */
  errors?: ([PropertyKey, Invalid] | Invalid)[];
  /** A missing or unknown key. */
  property?: PropertyKey;
  /** Names the rule that a value of the right kind breaks. */
  constraint?: string;
  given?: unknown;
  expected?: unknown;
}

type Method = (this: object, ...args: unknown[]) => unknown;

/** What a builder is made of, as far as a place in it is looked up. */
interface Parts {
  data?: Record<string, unknown>;
  components?: { toJSON(): unknown }[];
  options?: { toJSON(): unknown }[];
  items?: { toJSON(): unknown }[];
  accessory?: { toJSON(): unknown };
}

/** Fields whose absence a builder finds out at the end, in the order in which it looks, by the method that sets them. */
const required = {
  setCustomId: "custom_id",
  setName: "name",
  setTitle: "title",
  setLabel: "label",
  setValue: "value",
  setStyle: "style",
  setDescription: "description",
  setContent: "content",
};

/** Wraps the methods of each class; a class may come several times. */
export function nameFields(classes: Iterable<unknown>): void {
  const seen = new Set<object>([Object.prototype]);
  for (const found of classes) {
    let prototype = typeof found === "function" ? found.prototype as object | null : null;
    for (; prototype && !seen.has(prototype); prototype = Object.getPrototypeOf(prototype)) {
      seen.add(prototype);
      wrapMethods(prototype);
    }
  }
}

function wrapMethods(prototype: object): void {
  for (const [name, { value, ...rest }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    const field = fieldOf(name);
    if (typeof value !== "function" || field === undefined) continue;
    const method = value as Method;
    const wrapped: Method = function (...args) {
      try {
        return method.apply(this, args);
      } catch (error) {
        throw named(error as Invalid, field, this);
      }
    };
    Object.defineProperty(prototype, name, { ...rest, value: wrapped });
  }
}

/** The field that a method sets, in Discord's spelling; empty for `toJSON`, undefined for what is left alone. */
export function fieldOf(method: string): string | undefined {
  if (method === "toJSON") return "";
  const [, what] = /^(?:set|add|splice)([A-Z].*)$/.exec(method) ?? [];
  if (what === undefined) return undefined;
  if (/^Default(User|Role|Channel|Value)s?$/.test(what)) return "default_values";
  if (/Accessory$/.test(what)) return "accessory";
  if (/.Components$/.test(what)) return "components";
  if (/.Component$/.test(what)) return "component";
  if (/.Option$|^Subcommand/.test(what)) return "options";
  if (/^(Field|Item)$/.test(what)) return `${what.toLowerCase()}s`;
  return what.replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2").replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase();
}

function named(error: Invalid, field: string, builder: Parts): unknown {
  if (field === "") {
    const part = problemOfPart(builder);
    if (part) return invalidArgument(part.path, `Cannot build ${kindOf(builder)}: ${part.problem}`);
  }
  if (error.code !== undefined) return error;
  const { keys, problem } = deepest(error);
  const path = [...(field === "" || keys[0] === field ? [] : [field]), ...keys].join(".");
  if (path !== "") return invalidArgument(path, `Cannot set ${path}: ${problem}`);
  return invalidArgument(missingField(error, builder), `Cannot build ${kindOf(builder)}: ${problem}`);
}

/** The first problem, as deep as it can be told. */
function deepest({ errors, property, message, expected }: Invalid): { keys: string[]; problem: string } {
  if (errors === undefined || errors.length === 0) {
    const rule = Array.isArray(expected) ? `expected ${expected.join(", ")}` : expected;
    const wanted = typeof rule === "string" ? ` (${rule.replace(/^expected\./, "expected ")})` : "";
    const problem = `${message.charAt(0).toLowerCase()}${message.slice(1)}${wanted}`;
    return { keys: property === undefined ? [] : [String(property)], problem };
  }
  const [first] = errors;
  if (Array.isArray(first)) {
    const { keys, problem } = deepest(first[1]);
    return { keys: [String(first[0]), ...keys], problem };
  }
  // Of alternatives the one that was meant: the component of that type, or else the kind of value.
  const alternatives = errors as Invalid[];
  const meant =
    alternatives.find((one) => one.errors?.every((entry) => Array.isArray(entry) && entry[0] !== "type")) ??
      alternatives.find(({ constraint }) => constraint !== undefined);
  return deepest(meant ?? alternatives.at(-1)!);
}

/** A problem of a part, found by building each again. */
function problemOfPart(parts: Parts): { path: string; problem: string } | undefined {
  for (const list of ["components", "options", "items"] as const) {
    for (const [index, part] of (Array.isArray(parts[list]) ? parts[list] : []).entries()) {
      const problem = problemOf(part, `${list}.${index}`);
      if (problem) return problem;
    }
  }
  if (parts.accessory) return problemOf(parts.accessory, "accessory");
  const component = parts.data?.component as { toJSON(): unknown } | undefined;
  return component && problemOf(component, "component");
}

function problemOf(
  part: { toJSON(): unknown },
  place: string,
): { path: string; problem: string } | undefined {
  try {
    part.toJSON();
    return undefined;
  } catch (error) {
    const { path = "", message } = error as Invalid;
    return { path: path === "" ? place : `${place}.${path}`, problem: message };
  }
}

/** Told by the words of the message, or by the value that was refused. */
function missingField({ message, given }: Invalid, parts: Parts): string {
  const words = [
    [/custom id/i, "custom_id"],
    [/SKU/, "sku_id"],
    [/label/, "label"],
    [/URL/, "url"],
    [/style/, "style"],
  ] as const;
  const word = words.find(([pattern]) => pattern.test(message));
  if (word) return word[1];
  const data = parts.data ?? parts as Record<string, unknown>;
  const lacking = Object.entries(required).filter(([setter]) => setter in parts).map(([, field]) => field);
  const fields = [...lacking, ...Object.keys(data), "accessory", "components", "options", "items"];
  const at = (field: string) => field in data ? data[field] : (parts as Record<string, unknown>)[field];
  // A list is refused as a copy of itself.
  const same = (value: unknown) =>
    Object.is(value, given) ||
    (Array.isArray(value) && Array.isArray(given) && value.length === given.length);
  return fields.find((field) => same(at(field))) ?? "";
}

function kindOf({ data }: Parts): string {
  const known = Object.entries(ComponentType).find(([, type]) => type === data?.type);
  return known ? known[0].replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase() : "it";
}
