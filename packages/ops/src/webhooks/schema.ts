/** @module Schemas of the ops of inbound webhooks. */
import { WebhookName } from "@flora/model";
import { z } from "zod";

const MAX_HEADERS = 16;
/** What leaves under flora's own address must not be able to pass for a page of flora's. */
const HEADER = /^(content-type|retry-after|x-[a-z0-9-]{1,60})$/;
const TYPE =
  /^(text\/(plain|xml)|application\/(json|xml|x-www-form-urlencoded|[\w.-]+\+json))(\s*;\s*charset=[\w-]+)?$/i;

const headerName = z.string().regex(
  HEADER,
  "must be content-type, retry-after or begin with x-, in lower case",
);
const headerValue = z.string().max(1_000, "must have at most 1000 characters")
  .regex(/^[\t\x20-\x7e]*$/, "must be printable ASCII");

export const webhookOps = {
  url: { args: z.object({ name: WebhookName }), result: z.object({ url: z.string() }) },
  /** Told to the sender once the handler has ended. Size is the guild's limit and judged by the host half. */
  answer: {
    args: z.object({
      status: z.number().int().min(200, "must be 200 to 599").max(599, "must be 200 to 599"),
      headers: z.record(headerName, headerValue).refine(
        (headers) => Object.keys(headers).length <= MAX_HEADERS,
        `must have at most ${MAX_HEADERS} entries`,
      ).refine(
        (headers) => TYPE.test(headers["content-type"] ?? "text/plain"),
        "must have a content-type of plain text, JSON, XML or a form",
      ),
      body: z.string().refine((text) => text.isWellFormed(), "must be well-formed text"),
    }),
    result: z.null(),
  },
};
export type WebhookOps = typeof webhookOps;
