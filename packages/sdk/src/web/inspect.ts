/** @module Values as text for the log. */

const DEPTH = 4;
const ITEMS = 100;
const ONE_LINE = 76;
/** More than a line of the log has room for: lists in lists would go on for a long time. */
const MOST_VALUES = 5_000;

/** How many values more are shown. */
let left = 0;

/** Text of any value; never throws, whatever getters and proxies do. */
export function inspect(value: unknown, depth = DEPTH): string {
  left = MOST_VALUES;
  return show(value, depth, new Set());
}

function show(value: unknown, depth: number, above: Set<unknown>): string {
  if (left-- <= 0) return "…";
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" && typeof value !== "function" || value === null) {
    return Object.is(value, -0) ? "-0" : String(value);
  }
  if (above.has(value)) return "[Circular]";
  try {
    return typeof value === "function"
      ? `[${isClass(value) ? "class" : "Function"} ${value.name || "(anonymous)"}]`
      : showObject(value, depth, new Set([...above, value]));
  } catch (error) {
    return `[${typeof value} that cannot be shown: ${messageOf(error)}]`;
  }
}

function messageOf(error: unknown): string {
  try {
    return String((error as { message?: unknown } | null)?.message);
  } catch {
    return "something was thrown that cannot be shown either";
  }
}

const isClass = (value: { toString(): string }) => /^class\b/.test(Function.prototype.toString.call(value));

function showObject(value: object, depth: number, above: Set<unknown>): string {
  if (value instanceof Error) return showError(value, depth, above);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (value instanceof RegExp) return String(value);
  if (value instanceof Promise) return "Promise {}";
  const name = value.constructor?.name ?? "null-prototype";
  if (depth === 0) return Array.isArray(value) ? "[Array]" : `[${name}]`;
  const inner = (item: unknown) => show(item, depth - 1, above);
  if (Array.isArray(value)) return wrap("[", listed(value.length, (index) => inner(value[index])), "]");
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const items = value as unknown as ArrayLike<unknown>;
    return `${name}(${items.length}) ${wrap("[", listed(items.length, (index) => inner(items[index])), "]")}`;
  }
  if (value instanceof ArrayBuffer) return `ArrayBuffer { ${value.byteLength} bytes }`;
  if (value instanceof Map) {
    const entries = [...value];
    const items = listed(
      entries.length,
      (index) => `${inner(entries[index]![0])} => ${inner(entries[index]![1])}`,
    );
    return `Map(${value.size}) ${wrap("{", items, "}")}`;
  }
  if (value instanceof Set) {
    const entries = [...value];
    return `Set(${value.size}) ${wrap("{", listed(entries.length, (index) => inner(entries[index])), "}")}`;
  }
  const body = wrap("{", properties(value, inner), "}");
  return name === "Object" ? body : `${name} ${body}`;
}

function showError(error: Error, depth: number, above: Set<unknown>): string {
  const stack = String(error.stack ?? error);
  const extra = properties(error, (item) => show(item, Math.max(0, depth - 1), above));
  const cause = error.cause === undefined
    ? ""
    : `\n  cause: ${show(error.cause, Math.max(0, depth - 1), above)}`;
  return `${stack}${extra.length > 0 ? ` ${wrap("{", extra, "}")}` : ""}${cause}`;
}

function properties(value: object, inner: (item: unknown) => string): string[] {
  const keys = Object.keys(value);
  const key = (name: string) => /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? name : JSON.stringify(name);
  return listed(
    keys.length,
    (index) => `${key(keys[index]!)}: ${inner((value as Record<string, unknown>)[keys[index]!])}`,
  );
}

function listed(length: number, item: (index: number) => string): string[] {
  const items: string[] = [];
  for (let index = 0; index < Math.min(length, ITEMS); index++) items.push(item(index));
  if (length > ITEMS) items.push(`… ${length - ITEMS} more`);
  return items;
}

function wrap(open: string, items: string[], close: string): string {
  if (items.length === 0) return open + close;
  const space = open === "[" ? "" : " ";
  const line = `${open}${space}${items.join(", ")}${space}${close}`;
  if (line.length <= ONE_LINE && !line.includes("\n")) return line;
  return `${open}\n${items.map((item) => `  ${item.replaceAll("\n", "\n  ")}`).join(",\n")}\n${close}`;
}
