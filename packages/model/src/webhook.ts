import { z } from "zod";

/** Part of an address, so nothing that would need escaping there. */
export const WebhookName = z.string().regex(
  /^[a-z0-9][a-z0-9_-]{0,31}$/,
  "must be 1 to 32 of a-z, 0-9, - and _, beginning with a letter or digit",
);

export const SecretName = z.string().regex(
  /^[A-Za-z_][A-Za-z0-9_]{0,63}$/,
  "must be 1 to 64 letters, digits or _",
);

/** Whose way of signing requests a webhook expects. */
export const SignatureScheme = z.enum(["none", "github", "stripe"]);
export type SignatureScheme = z.infer<typeof SignatureScheme>;

/** An address of a guild's own, as its script registered it. */
export const WebhookDefinition = z.object({
  name: WebhookName,
  signature: SignatureScheme.default("none"),
  /** Name of the guild's secret that requests are signed with. */
  secret: SecretName.optional(),
});
export type WebhookDefinition = z.infer<typeof WebhookDefinition>;

/** A request to a webhook, as the script is given it. */
export const WebhookRequest = z.object({
  name: WebhookName,
  method: z.string(),
  /** Names in lower case. */
  headers: z.record(z.string(), z.string()),
  query: z.record(z.string(), z.string()),
  body: z.string(),
});
export type WebhookRequest = z.infer<typeof WebhookRequest>;

/** What a handler answers to the sender. */
export const WebhookAnswer = z.object({
  status: z.number().int(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
});
export type WebhookAnswer = z.infer<typeof WebhookAnswer>;
