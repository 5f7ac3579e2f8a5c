import { z } from "zod";

const Base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/, "must be base64");

export const httpOps = {
  fetch: {
    args: z.object({
      url: z.string().max(16_384),
      method: z.string().max(32).default("GET"),
      headers: z.array(z.tuple([z.string().max(256), z.string().max(16_384)])).max(100).default([]),
      bodyBase64: Base64.optional(),
      redirect: z.enum(["follow", "manual", "error"]).default("follow"),
    }),
    result: z.object({
      status: z.number().int(),
      statusText: z.string(),
      /** Address of the last hop; placeholders stay placeholders. */
      url: z.string(),
      redirected: z.boolean(),
      headers: z.array(z.tuple([z.string(), z.string()])),
      bodyBase64: z.string(),
    }),
  },
};
export type HttpOps = typeof httpOps;
