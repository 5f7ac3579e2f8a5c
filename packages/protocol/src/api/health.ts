import { z } from "zod";
import { GatewayStatus } from "../gateway-control.ts";

export const Health = z.object({
  status: z.enum(["ok", "degraded"]),
  version: z.string(),
  gateway: GatewayStatus.optional().describe("Absent while the gateway cannot be reached"),
});
export type Health = z.infer<typeof Health>;

export const WhoAmI = z.object({ name: z.string(), guildIds: z.array(z.string()).optional() });
export type WhoAmI = z.infer<typeof WhoAmI>;
