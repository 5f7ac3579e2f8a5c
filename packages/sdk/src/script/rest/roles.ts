import type * as D from "discord-api-types/v10";
import { bind, type WithReason } from "./call.ts";

/** Roles of the guild. The bot can only touch those below its own highest. */
export interface RoleRest {
  fetchRoles(): Promise<D.APIRole[]>;
  fetchRole(args: { roleId: string }): Promise<D.APIRole>;
  /** How many members have each role, by role id; without `@everyone`. */
  fetchRoleCounts(): Promise<Record<string, number>>;
  /** `payload`: name, permissions (decimal digits), colors, hoist, mentionable, icon, unicode_emoji. */
  createRole(args: { payload: D.RESTPostAPIGuildRoleJSONBody } & WithReason): Promise<D.APIRole>;
  editRole(
    args: { roleId: string; payload: D.RESTPatchAPIGuildRoleJSONBody } & WithReason,
  ): Promise<D.APIRole>;
  /** Puts roles at new positions; 1 is the lowest. */
  moveRoles(
    args: { payload: D.RESTPatchAPIGuildRolePositionsJSONBody } & WithReason,
  ): Promise<D.APIRole[]>;
  deleteRole(args: { roleId: string } & WithReason): Promise<void>;
}

export const roles: RoleRest = bind<RoleRest>({
  fetchRoles: ["roles.list"],
  fetchRole: ["roles.get", "roleId"],
  fetchRoleCounts: ["roles.counts"],
  createRole: ["roles.create"],
  editRole: ["roles.edit", "roleId"],
  moveRoles: ["roles.move"],
  deleteRole: ["roles.delete", "roleId"],
});
