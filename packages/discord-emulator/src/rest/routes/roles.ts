import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { z } from "zod";
import { audit, changesBetween } from "../../state/audit.ts";
import { newRole } from "../../state/guilds.ts";
import { memberChanged } from "../../state/members.ts";
import { basePermissions, outranksRole } from "../../state/permissions.ts";
import type { Guild, Role } from "../../state/types.ts";
import type { World } from "../../state/world.ts";
import { roleWire } from "../../wire/guild.ts";
import { refuse } from "../errors.ts";
import { bits, flag, integer, list, model, snowflake, text } from "../form.ts";
import { botMember, demand, guildOr404, memberOr404, roleOr404 } from "../lookup.ts";
import { route } from "../route.ts";

const MAX_ROLES = 250;
const colour = () => integer(0, 0xffffff);
const roleBody = model({
  name: text(100).nullish(),
  permissions: bits().nullish(),
  color: colour().nullish(),
  colors: model({ primary_color: colour() }).nullish(),
  hoist: flag().nullish(),
  mentionable: flag().nullish(),
  unicode_emoji: text(100).nullish(),
});
const positions = list(model({ id: snowflake(), position: integer(0).nullish() }), MAX_ROLES);

/** Roles of a guild, and handing them out. */
export const roleRoutes = [
  route(
    "GET",
    "/guilds/:guild_id/roles",
    {},
    ({ world, params }) => [...guildOr404(world, params.guild_id).roles.values()].map(roleWire),
  ),
  route("GET", "/guilds/:guild_id/roles/member-counts", {}, ({ world, params }) => {
    const guild = guildOr404(world, params.guild_id);
    const members = [...guild.members.values()];
    return Object.fromEntries(
      [...guild.roles.keys()].filter((id) => id !== guild.id)
        .map((id) => [id, members.filter((member) => member.roles.includes(id)).length]),
    );
  }),
  route(
    "GET",
    "/guilds/:guild_id/roles/:role_id",
    {},
    ({ world, params }) => roleWire(roleOr404(guildOr404(world, params.guild_id), params.role_id)),
  ),
  route("POST", "/guilds/:guild_id/roles", { body: roleBody }, ({ world, params, body, reason }) => {
    const guild = guildOr404(world, params.guild_id);
    demand(world, guild, P.ManageRoles);
    if (guild.roles.size >= MAX_ROLES) refuse("tooManyRoles");
    demandHeld(world, guild, body.permissions ?? 0n);
    const everyone = guild.roles.get(guild.id)!.permissions;
    for (const role of guild.roles.values()) if (role.id !== guild.id) role.position++;
    const role = newRole(world, { permissions: everyone, ...fields(body), position: 1 });
    guild.roles.set(role.id, role);
    const d = { guild_id: guild.id, role: roleWire(role) };
    world.bus.emit({ t: "GUILD_ROLE_CREATE", guildId: guild.id, d });
    audit(world, guild, {
      actionType: 30,
      targetId: role.id,
      reason,
      changes: changesBetween({}, roleWire(role)),
    });
    return roleWire(role);
  }),
  route("PATCH", "/guilds/:guild_id/roles", { body: positions }, ({ world, params, body }) => {
    const guild = guildOr404(world, params.guild_id);
    demand(world, guild, P.ManageRoles);
    const moves = body.map(({ id, position }) => ({ role: roleOr404(guild, id), position }));
    for (const { role } of moves) demandAbove(world, guild, role);
    for (const { role, position } of moves) {
      if (typeof position !== "number" || role.id === guild.id) continue;
      role.position = position;
      roleChanged(world, guild, role);
    }
    return [...guild.roles.values()].map(roleWire);
  }),
  route(
    "PATCH",
    "/guilds/:guild_id/roles/:role_id",
    { body: roleBody },
    ({ world, params, body, reason }) => {
      const guild = guildOr404(world, params.guild_id);
      const role = roleOr404(guild, params.role_id);
      demand(world, guild, P.ManageRoles);
      demandAbove(world, guild, role);
      demandHeld(world, guild, (body.permissions ?? 0n) & ~role.permissions);
      const before = roleWire(role);
      Object.assign(role, fields(body));
      roleChanged(world, guild, role);
      audit(world, guild, {
        actionType: 31,
        targetId: role.id,
        reason,
        changes: changesBetween(before, roleWire(role)),
      });
      return roleWire(role);
    },
  ),
  route("DELETE", "/guilds/:guild_id/roles/:role_id", {}, ({ world, params, reason }) => {
    const guild = guildOr404(world, params.guild_id);
    const role = roleOr404(guild, params.role_id);
    demand(world, guild, P.ManageRoles);
    if (role.id === guild.id || role.managed) refuse("invalidRole");
    demandAbove(world, guild, role);
    guild.roles.delete(role.id);
    for (const member of guild.members.values()) {
      member.roles = member.roles.filter((id) => id !== role.id);
    }
    world.bus.emit({
      t: "GUILD_ROLE_DELETE",
      guildId: guild.id,
      d: { guild_id: guild.id, role_id: role.id },
    });
    audit(world, guild, { actionType: 32, targetId: role.id, reason });
  }),
  route("PUT", "/guilds/:guild_id/members/:user_id/roles/:role_id", {}, (call) => give(call, true)),
  route("DELETE", "/guilds/:guild_id/members/:user_id/roles/:role_id", {}, (call) => give(call, false)),
];

function give(
  { world, params, reason }: {
    world: World;
    params: { guild_id: string; user_id: string; role_id: string };
    reason: string | null;
  },
  add: boolean,
): void {
  const guild = guildOr404(world, params.guild_id);
  const member = memberOr404(world, guild, params.user_id);
  const role = roleOr404(guild, params.role_id);
  demand(world, guild, P.ManageRoles);
  if (role.id === guild.id || role.managed) refuse("invalidRole");
  demandAbove(world, guild, role);
  if (member.roles.includes(role.id) === add) return;
  member.roles = add ? [...member.roles, role.id] : member.roles.filter((id) => id !== role.id);
  memberChanged(world, guild, member);
  const changes = [{ key: add ? "$add" : "$remove", new_value: [{ id: role.id, name: role.name }] }];
  audit(world, guild, { actionType: 25, targetId: member.userId, reason, changes });
}

/** Demands that the bot stands above a role. */
export function demandAbove(world: World, guild: Guild, role: Role): void {
  if (!outranksRole(guild, botMember(world, guild), role)) refuse("missingPermissions");
}

function demandHeld(world: World, guild: Guild, wanted: bigint): void {
  if (wanted & ~basePermissions(guild, botMember(world, guild))) refuse("missingPermissions");
}

function roleChanged(world: World, guild: Guild, role: Role): void {
  world.bus.emit({
    t: "GUILD_ROLE_UPDATE",
    guildId: guild.id,
    d: { guild_id: guild.id, role: roleWire(role) },
  });
}

function fields(body: z.output<typeof roleBody>): Partial<Role> {
  const color = body.colors?.primary_color ?? body.color;
  return {
    ...(body.name ? { name: body.name } : {}),
    ...(typeof body.permissions === "bigint" ? { permissions: body.permissions } : {}),
    ...(typeof color === "number" ? { color } : {}),
    ...(typeof body.hoist === "boolean" ? { hoist: body.hoist } : {}),
    ...(typeof body.mentionable === "boolean" ? { mentionable: body.mentionable } : {}),
    ...(body.unicode_emoji !== undefined ? { unicodeEmoji: body.unicode_emoji } : {}),
  };
}
