import { z } from "zod";
import { isSnowflake } from "../snowflake.ts";
import { DiscordError, type FieldProblem } from "./errors.ts";

/** Reports a problem in Discord's words. */
export function complain(
  ctx: z.RefinementCtx,
  code: string,
  message: string,
  path: PropertyKey[] = [],
): never {
  ctx.addIssue({ code: "custom", message, path, params: { code } });
  return z.NEVER;
}

const REQUIRED = ["BASE_TYPE_REQUIRED", "This field is required"] as const;

/** A field read by `read`, which is never called without a value. */
function field<T>(read: (value: NonNullable<unknown>, ctx: z.RefinementCtx) => T) {
  return z.unknown().transform((value, ctx): T => {
    if (value === undefined || value === null) return complain(ctx, ...REQUIRED);
    return read(value, ctx);
  });
}

/** Text of `min` to `max` characters (code points). */
export function text(max: number, min = 0) {
  return field((value, ctx) => {
    const given = typeof value === "number" || typeof value === "boolean" ? String(value) : value;
    if (typeof given !== "string") {
      return complain(
        ctx,
        "STRING_TYPE_CONVERT",
        `Could not interpret "${JSON.stringify(value)}" as string.`,
      );
    }
    if (min > 0 && given.length === 0) return complain(ctx, ...REQUIRED);
    const length = [...given].length;
    if (min > 0 && (length < min || length > max)) {
      return complain(ctx, "BASE_TYPE_BAD_LENGTH", `Must be between ${min} and ${max} in length.`);
    }
    return length > max ? complain(ctx, "BASE_TYPE_MAX_LENGTH", `Must be ${max} or fewer in length.`) : given;
  });
}

/** Text that matches a pattern. */
export function matching(max: number, min: number, pattern: RegExp, code: string, message: string) {
  return text(max, min).transform((value, ctx) => pattern.test(value) ? value : complain(ctx, code, message));
}

/** A whole number, also as digits in a string. */
export function integer(min = -2147483648, max = 2147483647) {
  return field((value, ctx) => {
    const number = typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : value;
    if (typeof number !== "number" || !Number.isInteger(number)) {
      return complain(ctx, "NUMBER_TYPE_COERCE", `Value "${show(value)}" is not int.`);
    }
    if (number < min) {
      return complain(ctx, "NUMBER_TYPE_MIN", `int value should be greater than or equal to ${min}.`);
    }
    return number > max
      ? complain(ctx, "NUMBER_TYPE_MAX", `int value should be less than or equal to ${max}.`)
      : number;
  });
}

/** A number that may have decimals. */
export function decimal() {
  return field((value, ctx) =>
    typeof value === "number"
      ? value
      : complain(ctx, "NUMBER_TYPE_COERCE", `Value "${show(value)}" is not float.`)
  );
}

/** A permission bit field: digits in a string or a number. */
export function bits() {
  return field((value, ctx) =>
    /^\d{1,20}$/.test(String(value))
      ? BigInt(String(value))
      : complain(ctx, "NUMBER_TYPE_COERCE", `Value "${show(value)}" is not int.`)
  );
}

/** An id. */
export function snowflake() {
  return field((value, ctx) => {
    const id = String(value);
    return (typeof value === "string" || typeof value === "number") && isSnowflake(id)
      ? id
      : complain(ctx, "NUMBER_TYPE_COERCE", `Value "${show(value)}" is not snowflake.`);
  });
}

/** True or false. */
export function flag() {
  return field((value, ctx) => {
    if (value === true || value === "true") return true;
    if (value === false || value === "false") return false;
    return complain(ctx, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.");
  });
}

/** One of a few values. */
export function choice<const T extends string | number>(values: readonly T[]) {
  return field((value, ctx) => {
    const found = values.find((one) => one === value || String(one) === value);
    return found ??
      complain(
        ctx,
        "BASE_TYPE_CHOICES",
        `Value must be one of {${values.map((one) => JSON.stringify(one)).join(", ")}}.`,
      );
  });
}

/** A list with `min` to `max` entries. */
export function list<T extends z.ZodType>(entry: T, max: number, min = 0) {
  return field((value, ctx): z.output<T>[] => {
    if (!Array.isArray(value)) {
      return complain(ctx, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
    }
    if (value.length < min || value.length > max) {
      return min > 0
        ? complain(ctx, "BASE_TYPE_BAD_LENGTH", `Must be between ${min} and ${max} in length.`)
        : complain(ctx, "BASE_TYPE_MAX_LENGTH", `Must be ${max} or fewer in length.`);
    }
    return value.map((one, index) => delegate(entry, one, ctx, [index]));
  });
}

/** An object of known fields; unknown ones are dropped, as Discord does. */
export function model<S extends z.ZodRawShape>(shape: S) {
  const schema = z.object(shape);
  return field((value, ctx): z.output<z.ZodObject<S>> => {
    if (typeof value !== "object" || Array.isArray(value)) {
      return complain(ctx, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
    }
    return delegate(schema, value, ctx, []);
  });
}

/** An object whose fields depend on its `type`. */
export function byType<S extends Record<number, z.ZodType>>(schemas: S, path = "type") {
  return field((value, ctx): z.output<S[keyof S]> => {
    if (typeof value !== "object" || Array.isArray(value)) {
      return complain(ctx, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
    }
    const type = (value as Record<string, unknown>)[path];
    if (type === undefined || type === null) return complain(ctx, ...REQUIRED, [path]);
    const schema = schemas[Number(type)];
    if (!schema) {
      const known = Object.keys(schemas).join(", ");
      return complain(ctx, "BASE_TYPE_CHOICES", `Value must be one of {${known}}.`, [path]);
    }
    return delegate(schema, value, ctx, []) as z.output<S[keyof S]>;
  });
}

/** A web address. */
export function link(max = 2048) {
  return text(max).transform((value, ctx) => {
    if (!value) return value;
    try {
      const { protocol } = new URL(value);
      if (["http:", "https:", "discord:", "attachment:"].includes(protocol)) return value;
      return complain(
        ctx,
        "URL_TYPE_INVALID_SCHEME",
        `Scheme "${protocol.slice(0, -1)}" is not supported. Scheme must be one of ('http', 'https').`,
      );
    } catch {
      return complain(ctx, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
    }
  });
}

/** A point in time, ISO 8601. */
export function timestamp() {
  return field((value, ctx) => {
    const at = typeof value === "string" ? Date.parse(value) : NaN;
    return Number.isNaN(at)
      ? complain(ctx, "DATE_TIME_TYPE_PARSE", `Could not parse ${show(value)}. Should be ISO8601.`)
      : new Date(at).toISOString();
  });
}

/** Reads a body; throws `DiscordError` 50035 with every problem at its place. */
export function parseForm<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new DiscordError("invalidForm", result.error.issues.map(problemOf));
}

function delegate<T extends z.ZodType>(schema: T, value: unknown, ctx: z.RefinementCtx, path: PropertyKey[]) {
  const result = schema.safeParse(value);
  if (result.success) return result.data as z.output<T>;
  for (const issue of result.error.issues) {
    const { code, message, path: inner } = problemOf(issue);
    complain(ctx, code, message, [...path, ...inner]);
  }
  return z.NEVER;
}

function problemOf(issue: z.core.$ZodIssue): FieldProblem {
  const code = issue.code === "custom" ? issue.params?.code : undefined;
  return {
    path: issue.path,
    code: typeof code === "string" ? code : "BASE_TYPE_REQUIRED",
    message: issue.message,
  };
}

function show(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
