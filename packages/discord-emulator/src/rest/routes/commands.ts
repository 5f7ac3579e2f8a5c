import { refuse } from "../errors.ts";
import type { Guild, Wire } from "../../state/types.ts";
import type { World } from "../../state/world.ts";
import { commandWire } from "../../wire/command.ts";
import { buildCommand, type CommandStore, globalStore, guildStore, replaceAll, upsert } from "../commands.ts";
import { parseForm } from "../form.ts";
import { guildOr404 } from "../lookup.ts";
import { Reply, route } from "../route.ts";
import { commandCreate, commandPatch, commandPermissions, commandSet } from "../schemas/command.ts";

const GUILD = "/applications/:application_id/guilds/:guild_id/commands";
const GLOBAL = "/applications/:application_id/commands";

type Params = { application_id: string; guild_id?: string };

/** Application commands of the application and of guilds. */
export const commandRoutes = [GUILD, GLOBAL].flatMap((base) => [
  route(
    "GET",
    base as typeof GUILD,
    {},
    ({ world, params }) => [...store(world, params).commands.values()].map((one) => commandWire(world, one)),
  ),
  route(
    "PUT",
    base as typeof GUILD,
    { body: commandSet },
    ({ world, params, body }) =>
      replaceAll(world, store(world, params), body).map((one) => commandWire(world, one)),
  ),
  route("POST", base as typeof GUILD, { body: commandCreate }, ({ world, params, body }) => {
    const { command, isNew } = upsert(world, store(world, params), body);
    return new Reply(isNew ? 201 : 200, commandWire(world, command));
  }),
  route(
    "GET",
    `${base as typeof GUILD}/:command_id`,
    {},
    ({ world, params }) =>
      commandWire(world, store(world, params).commands.get(params.command_id) ?? refuse("unknownCommand")),
  ),
  route("PATCH", `${base as typeof GUILD}/:command_id`, { body: commandPatch }, ({ world, params, body }) => {
    const place = store(world, params);
    const known = place.commands.get(params.command_id) ?? refuse("unknownCommand");
    const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
    const merged = {
      ...known.body,
      name: known.name,
      description: known.description,
      ...given,
      type: known.type,
    };
    const command = buildCommand(world, place, parseForm(commandCreate, merged), known);
    place.commands.set(known.id, command);
    return commandWire(world, command);
  }),
  route("DELETE", `${base as typeof GUILD}/:command_id`, {}, ({ world, params }) => {
    if (!store(world, params).commands.delete(params.command_id)) refuse("unknownCommand");
  }),
]).concat([
  route("GET", `${GUILD}/permissions`, {}, ({ world, params }) => {
    const guild = guildOf(world, params);
    return [...guild.commands.values()].filter((one) => one.permissions)
      .map((one) => permissionsWire(world, guild, one.id, one.permissions!));
  }),
  route("GET", `${GUILD}/:command_id/permissions`, {}, ({ world, params }) => {
    const guild = guildOf(world, params);
    const command = guild.commands.get(params.command_id) ?? refuse("unknownCommand");
    return permissionsWire(
      world,
      guild,
      command.id,
      command.permissions ?? refuse("unknownCommandPermissions"),
    );
  }),
  route(
    "PUT",
    `${GUILD}/:command_id/permissions`,
    { body: commandPermissions },
    ({ world, params, body }) => {
      const guild = guildOf(world, params);
      const command = guild.commands.get(params.command_id) ?? refuse("unknownCommand");
      command.permissions = body.permissions;
      const wire = permissionsWire(world, guild, command.id, body.permissions);
      world.bus.emit({ t: "APPLICATION_COMMAND_PERMISSIONS_UPDATE", guildId: guild.id, d: wire });
      return wire;
    },
  ),
]);

function guildOf(world: World, params: Params): Guild {
  if (params.application_id !== world.applicationId) refuse("unknownApplication");
  return guildOr404(world, params.guild_id ?? "");
}

function store(world: World, params: Params): CommandStore {
  if (params.application_id !== world.applicationId) refuse("unknownApplication");
  return params.guild_id ? guildStore(guildOr404(world, params.guild_id)) : globalStore(world);
}

function permissionsWire(world: World, guild: Guild, id: string, permissions: Wire[]): Wire {
  return { id, application_id: world.applicationId, guild_id: guild.id, permissions };
}
