import type { Routes } from "./route.ts";

const roles = "/guilds/{guildId}/roles";
const role = `${roles}/{roleId}` as const;

export const roleRoutes = {
  "roles.list": { method: "GET", path: roles, answers: { "*": "role" } },
  "roles.get": { method: "GET", path: role, answers: { "": "role" } },
  "roles.counts": { method: "GET", path: `${roles}/member-counts` },
  "roles.create": {
    method: "POST",
    path: roles,
    needs: ["ManageRoles"],
    grants: true,
    answers: { "": "role" },
  },
  "roles.edit": {
    method: "PATCH",
    path: role,
    needs: ["ManageRoles"],
    outranks: "roleId",
    grants: true,
    answers: { "": "role" },
  },
  "roles.move": {
    method: "PATCH",
    path: roles,
    ids: { "body.*.id": "role" },
    needs: ["ManageRoles"],
    answers: { "*": "role" },
  },
  "roles.delete": { method: "DELETE", path: role, needs: ["ManageRoles"], outranks: "roleId" },
} as const satisfies Routes;
