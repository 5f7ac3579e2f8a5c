import type { Routes } from "./route.ts";

const commands = "/applications/{applicationId}/guilds/{guildId}/commands";
const command = `${commands}/{commandId}` as const;

/** Permissions of commands can be read with a bot's token; Discord takes changes from members only. */
export const commandRoutes = {
  "commands.list": { method: "GET", path: commands },
  "commands.get": { method: "GET", path: command },
  "commands.create": { method: "POST", path: commands },
  "commands.edit": { method: "PATCH", path: command },
  "commands.delete": { method: "DELETE", path: command },
  "commands.replace": { method: "PUT", path: commands },
  "commands.listPermissions": { method: "GET", path: `${commands}/permissions` },
  "commands.getPermissions": { method: "GET", path: `${command}/permissions` },
} as const satisfies Routes;
