import { z } from "zod";

const Base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/, "must be base64");

/** Chosen by the guest; names this request to `read` and `cancel`. */
const id = z.string().min(1).max(64);

const part = {
  bodyBase64: z.string(),
  /** The body goes on: `read` gives the next part. */
  more: z.boolean(),
};

export const httpOps = {
  fetch: {
    args: z.object({
      id,
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
      ...part,
    }),
  },
  read: {
    args: z.object({
      id,
      /** Waits until a part is full rather than for the first bytes. */
      whole: z.boolean().default(false),
    }),
    result: z.object(part),
  },
  /** Ends a request or its answer; nothing happens where there is none. */
  cancel: { args: z.object({ id }), result: z.object({}) },
};
export type HttpOps = typeof httpOps;
