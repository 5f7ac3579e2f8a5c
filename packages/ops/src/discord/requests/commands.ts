import { z } from "zod";
import { CommandBodies, CommandBody, CommandChange } from "../../commands/check.ts";
import type { Requests } from "./request.ts";

export const commandRequests: Requests<"commands"> = {
  "commands.list": { query: z.object({ with_localizations: z.boolean().optional() }) },
  "commands.get": {},
  "commands.create": { body: CommandBody },
  "commands.edit": { body: CommandChange },
  "commands.delete": {},
  "commands.replace": { body: CommandBodies },
  "commands.listPermissions": {},
  "commands.getPermissions": {},
};
