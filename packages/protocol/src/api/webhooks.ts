import { z } from "zod";
import { SignatureScheme, WebhookName } from "@flora/model";

export const WebhookInfo = z.object({
  name: WebhookName,
  url: z.string().describe("Where requests are sent; whoever knows it may send them"),
  signature: SignatureScheme,
  secret: z.string().optional().describe("Name of the secret that requests must be signed with"),
  secretSet: z.boolean().optional().describe("Whether the guild has that secret"),
});
export type WebhookInfo = z.infer<typeof WebhookInfo>;

export const WebhookList = z.object({ webhooks: z.array(WebhookInfo) });
export type WebhookList = z.infer<typeof WebhookList>;
