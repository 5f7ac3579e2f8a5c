import type { Command, Guild, Wire } from "../state/types.ts";
import type { World } from "../state/world.ts";
import { refuseField } from "./errors.ts";
import type { CommandCreate } from "./schemas/command.ts";
import { withoutNulls } from "./schemas/embed.ts";

/** Where commands are kept: with a guild or with the application. */
export interface CommandStore {
  guildId: string | null;
  commands: Map<string, Command>;
}

/** Most commands of each type: slash commands, user menus, message menus. */
const MOST: Record<number, number> = { 1: 100, 2: 15, 3: 15 };

/** The commands of one guild. */
export function guildStore(guild: Guild): CommandStore {
  return { guildId: guild.id, commands: guild.commands };
}

/** The commands that exist everywhere. */
export function globalStore(world: World): CommandStore {
  return { guildId: null, commands: world.globalCommands };
}

/** Creates a command, or replaces the one of the same name and type, which keeps its id. */
export function upsert(
  world: World,
  store: CommandStore,
  body: CommandCreate,
): { command: Command; isNew: boolean } {
  const type = body.type ?? 1;
  const known = [...store.commands.values()].find((one) => one.name === body.name && one.type === type);
  if (!known) checkCount([...store.commands.values(), { type }], []);
  const command = buildCommand(world, store, body, known);
  store.commands.set(command.id, command);
  return { command, isNew: !known };
}

/** Replaces all commands of every type. Names may appear once per type. */
export function replaceAll(world: World, store: CommandStore, bodies: CommandCreate[]): Command[] {
  const seen = new Set<string>();
  for (const [index, { name, type }] of bodies.entries()) {
    const key = `${type ?? 1}:${name}`;
    if (seen.has(key)) {
      refuseField([index], "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique");
    }
    seen.add(key);
  }
  checkCount(bodies.map(({ type }) => ({ type: type ?? 1 })), []);
  const before = [...store.commands.values()];
  const next = bodies.map((body) => {
    const type = body.type ?? 1;
    const known = before.find((one) => one.name === body.name && one.type === type);
    return buildCommand(world, store, body, known);
  });
  store.commands.clear();
  for (const command of next) store.commands.set(command.id, command);
  world.bus.changed();
  return next;
}

/** A command from its registration; it keeps id and permissions of the one it replaces. */
export function buildCommand(
  world: World,
  store: CommandStore,
  body: CommandCreate,
  known: Command | undefined,
): Command {
  const { name, description, id: _id, type, ...rest } = body;
  const kept = withoutNulls(rest) as Wire;
  const same = known && known.description === (description ?? "") &&
    JSON.stringify(known.body) === JSON.stringify(kept);
  return {
    id: known?.id ?? world.ids.next(),
    guildId: store.guildId,
    version: same ? known.version : world.ids.next(),
    type: type ?? 1,
    name,
    description: description ?? "",
    body: kept,
    permissions: known?.permissions ?? null,
  };
}

function checkCount(commands: { type: number }[], path: PropertyKey[]): void {
  for (const [type, most] of Object.entries(MOST)) {
    if (commands.filter((one) => one.type === Number(type)).length > most) {
      refuseField(path, "BASE_TYPE_MAX_LENGTH", `Must be ${most} or fewer in length.`);
    }
  }
}
