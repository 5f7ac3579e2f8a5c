import { z } from "zod";
import { AccessLevel } from "@flora/model";
import { GatewayStatus } from "../gateway-control.ts";

export const Health = z.object({
  status: z.enum(["ok", "degraded"]),
  version: z.string(),
  gateway: GatewayStatus.optional().describe("Absent while the gateway cannot be reached"),
});
export type Health = z.infer<typeof Health>;

export const WhoAmI = z.object({
  name: z.string(),
  kind: z.enum(["session", "login", "api"]).describe(
    "A person in a browser or at a command line, or a token made for a purpose",
  ),
  userId: z.string().optional().describe(
    "The person, or the maker of the token; absent for the installation's",
  ),
  operator: z.boolean(),
  readOnly: z.boolean(),
  guildIds: z.array(z.string()).optional().describe("Absent: every guild"),
  roles: z.array(z.object({ guildId: z.string(), role: AccessLevel })).optional().describe(
    "What may be done in which guild; absent: everything in every one",
  ),
  expiresAt: z.number().int().optional(),
});
export type WhoAmI = z.infer<typeof WhoAmI>;
