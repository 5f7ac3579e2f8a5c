import { permissionsIn } from "../state/permissions.ts";
import type { Channel, Guild, Wire } from "../state/types.ts";
import type { World } from "../state/world.ts";
import { channelWire } from "../wire/channel.ts";
import { roleWire } from "../wire/guild.ts";
import { attachmentWire, messageWire } from "../wire/message.ts";
import { bareMemberWire, userWire } from "../wire/user.ts";
import { reject } from "./errors.ts";

/** A registered option as Discord stores it. */
interface Registered {
  type: number;
  name: string;
  required?: boolean;
  options?: Registered[];
  choices?: { name: string; value: string | number }[];
  autocomplete?: boolean;
  min_length?: number;
  max_length?: number;
  min_value?: number;
  max_value?: number;
  channel_types?: number[];
}

/** What the ids in option values stand for. */
export type Resolved = Record<string, Wire>;

/** Everything that is needed to read option values. */
interface Reading {
  world: World;
  channel: Channel;
  guild: Guild | null;
  resolved: Resolved;
  /** Name of the option being typed, for autocomplete: values may be partial then. */
  focused: string | null;
}

/** The values a person gave, as an object or in Discord's array form. */
export type GivenOptions = Wire | { name: string; value?: unknown; options?: unknown[]; type?: number }[];

/** Fits given values to the registered options; a problem names the field. */
export function bindOptions(
  world: World,
  channel: Channel,
  registered: Wire[],
  given: GivenOptions,
  focused: string | null = null,
): { options: Wire[]; resolved: Resolved } {
  const reading = { world, channel, guild: world.guildOf(channel), resolved: {}, focused };
  const options = bind(reading, registered as unknown as Registered[], given, "options");
  return { options, resolved: reading.resolved };
}

function bind(reading: Reading, registered: Registered[], given: unknown, path: string): Wire[] {
  const values = toMap(given, path);
  for (const name of values.keys()) {
    if (registered.some((option) => option.name === name)) continue;
    const known = registered.map((option) => option.name).join(", ") || "none";
    reject(`${path}.${name}`, `Cannot use option "${name}": the command has no such option, it has ${known}`);
  }
  if (registered.some(({ type }) => type <= 2)) {
    const chosen = registered.filter(({ name }) => values.has(name));
    if (chosen.length !== 1) {
      const names = registered.map(({ name }) => name).join(", ");
      reject(path, `Cannot run the command: exactly one of its subcommands is needed (${names})`);
    }
    const [one] = chosen as [Registered];
    const options = bind(reading, one.options ?? [], values.get(one.name) ?? {}, `${path}.${one.name}`);
    return [{ type: one.type, name: one.name, options }];
  }
  const bound: Wire[] = [];
  for (const option of registered) {
    const at = `${path}.${option.name}`;
    if (!values.has(option.name)) {
      if (option.required && reading.focused === null) {
        reject(at, `Cannot run the command: option "${option.name}" is required`);
      }
      continue;
    }
    const isFocused = reading.focused === option.name;
    const value = isFocused
      ? String(values.get(option.name))
      : read(reading, option, values.get(option.name), at);
    bound.push({ type: option.type, name: option.name, value, ...(isFocused ? { focused: true } : {}) });
  }
  return bound;
}

function toMap(given: unknown, path: string): Map<string, unknown> {
  if (!Array.isArray(given)) {
    if (typeof given !== "object" || given === null) {
      reject(path, "Cannot read options: not an object or a list");
    }
    return new Map(Object.entries(given as Wire));
  }
  return new Map(given.map((one, index) => {
    const { name, value, options } = one as Wire;
    if (typeof name !== "string") reject(`${path}.${index}.name`, "Cannot read option: name is missing");
    return [name as string, options ?? value ?? {}];
  }));
}

function read(reading: Reading, option: Registered, value: unknown, path: string): unknown {
  const fail = (expected: string): never =>
    reject(path, `Cannot use ${JSON.stringify(value)} for option "${option.name}": ${expected}`);
  if (option.choices?.length && !option.choices.some((choice) => choice.value === value)) {
    fail(`expected one of ${option.choices.map((choice) => JSON.stringify(choice.value)).join(", ")}`);
  }
  switch (option.type) {
    case 3: {
      if (typeof value !== "string") return fail("expected text");
      const length = [...value].length, { min_length = 0, max_length = 6000 } = option;
      return length < min_length || length > max_length
        ? fail(`expected ${min_length} to ${max_length} characters`)
        : value;
    }
    case 4:
    case 10: {
      if (typeof value !== "number" || (option.type === 4 && !Number.isInteger(value))) {
        return fail(option.type === 4 ? "expected a whole number" : "expected a number");
      }
      const { min_value = -Infinity, max_value = Infinity } = option;
      return value < min_value || value > max_value ? fail(`expected ${min_value} to ${max_value}`) : value;
    }
    case 5:
      return typeof value === "boolean" ? value : fail("expected true or false");
    case 11:
      return attach(reading, value, fail);
    default:
      return typeof value === "string" ? resolve(reading, option, value, fail) : fail("expected an id");
  }
}

function resolve(
  reading: Reading,
  option: Registered,
  id: string,
  fail: (expected: string) => never,
): string {
  const { type } = option;
  if ((type === 6 || type === 9) && resolveUser(reading, id)) return id;
  if ((type === 8 || type === 9) && resolveRole(reading, id)) return id;
  if (type === 7 && resolveChannel(reading, id, option.channel_types)) return id;
  const what: Record<number, string> = {
    6: "user",
    7: "channel of this guild and type",
    8: "role of this guild",
  };
  return fail(`expected the id of a ${what[type] ?? "user or role"}`);
}

/** Adds a user, and the membership where there is one, to what ids stand for. */
export function resolveUser(reading: Omit<Reading, "focused">, id: string): boolean {
  const user = reading.world.users.get(id);
  if (!user) return false;
  (reading.resolved.users ??= {})[id] = userWire(user);
  const member = reading.guild?.members.get(id);
  if (member && reading.guild) {
    const permissions = permissionsIn(reading.world, reading.guild, member, reading.channel).toString();
    const { mute: _mute, deaf: _deaf, ...wire } = bareMemberWire(member);
    (reading.resolved.members ??= {})[id] = { ...wire, permissions };
  }
  return true;
}

/** Adds a role. */
export function resolveRole(reading: Omit<Reading, "focused">, id: string): boolean {
  const role = reading.guild?.roles.get(id);
  if (role) (reading.resolved.roles ??= {})[id] = roleWire(role);
  return role !== undefined;
}

/** Adds a channel, provided its type is allowed. */
export function resolveChannel(reading: Omit<Reading, "focused">, id: string, types?: number[]): boolean {
  const channel = reading.world.channels.get(id);
  if (!channel || channel.guildId !== reading.channel.guildId) return false;
  if (types?.length && !types.includes(channel.type)) return false;
  const member = reading.guild?.members.get(reading.world.botId);
  const permissions = member && reading.guild
    ? permissionsIn(reading.world, reading.guild, member, channel)
    : 0n;
  (reading.resolved.channels ??= {})[id] = {
    ...channelWire(reading.world, channel),
    permissions: permissions.toString(),
  };
  return true;
}

/** Adds the message a message command was used on. */
export function resolveMessage(world: World, resolved: Resolved, messageId: string): boolean {
  const message = world.findMessage(messageId);
  if (message) (resolved.messages ??= {})[messageId] = messageWire(world, message);
  return message !== undefined;
}

/** Of a file as it is given: text, or bytes in base64. */
export function bytesOf(content: string, base64: boolean): Uint8Array<ArrayBuffer> {
  if (!base64) return new TextEncoder().encode(content);
  return Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
}

function attach(reading: Reading, value: unknown, fail: (expected: string) => never): string {
  const { filename, content, contentType, base64 } = (value ?? {}) as Wire;
  if (typeof filename !== "string" || typeof content !== "string") {
    return fail("expected {filename, content}");
  }
  const id = reading.world.ids.next();
  const bytes = bytesOf(content, base64 === true);
  const file = {
    id,
    filename,
    size: bytes.length,
    contentType: typeof contentType === "string" ? contentType : "text/plain",
    description: null,
    bytes,
  };
  reading.world.loose.set(id, file);
  (reading.resolved.attachments ??= {})[id] = attachmentWire(reading.world, reading.channel.id, file, true);
  return id;
}
