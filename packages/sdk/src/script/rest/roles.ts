import type * as D from "discord-api-types/v10";
import { bind } from "./call.ts";
import type { WithReason } from "./with-reason.ts";

/** Roles of the guild. The bot can only touch those below its own highest. */
export interface RoleRest {
  /**
   * All roles of the guild. `guild.roles` answers without asking Discord.
   *
   * @example
   * const roles = await rest.fetchRoles();
   * console.log(roles.map(({ name }) => name));
   */
  fetchRoles(): Promise<D.APIRole[]>;
  /**
   * One role.
   *
   * @example
   * const { color } = await rest.fetchRole({ roleId: "123456789012345678" });
   * console.log(color);
   */
  fetchRole(args: { roleId: string }): Promise<D.APIRole>;
  /**
   * How many members have each role, by role id; without `@everyone`.
   *
   * @example
   * console.log(await rest.fetchRoleCounts());
   */
  fetchRoleCounts(): Promise<Record<string, number>>;
  /**
   * Makes a role. `payload`: name, permissions (decimal digits), colors, hoist, mentionable, icon, unicode_emoji.
   *
   * @example
   * const { id } = await rest.createRole({ payload: { name: "Regular", permissions: "0" }, reason: "Levels" });
   * console.log(id);
   */
  createRole(args: { payload: D.RESTPostAPIGuildRoleJSONBody } & WithReason): Promise<D.APIRole>;
  /**
   * Changes a role.
   *
   * @example
   * await rest.editRole({ roleId: "123456789012345678", payload: { hoist: true } });
   */
  editRole(
    args: { roleId: string; payload: D.RESTPatchAPIGuildRoleJSONBody } & WithReason,
  ): Promise<D.APIRole>;
  /**
   * Puts roles at new positions; 1 is the lowest.
   *
   * @example
   * await rest.moveRoles({ payload: [{ id: "123456789012345678", position: 2 }] });
   */
  moveRoles(
    args: { payload: D.RESTPatchAPIGuildRolePositionsJSONBody } & WithReason,
  ): Promise<D.APIRole[]>;
  /**
   * Deletes a role.
   *
   * @example
   * await rest.deleteRole({ roleId: "123456789012345678", reason: "Not used" });
   */
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
