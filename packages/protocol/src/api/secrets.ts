import { z } from "zod";

export { SecretName } from "@flora/model";

/** An exact host, or `*.` and a suffix of at least two labels. */
const AllowedHost = z.string().max(253).regex(
  /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/,
  "must be a host such as api.example.com or *.example.com",
);

export const SecretPut = z.object({
  value: z.string().min(1).max(32_768).refine((text) => text.isWellFormed(), "must be valid Unicode"),
  allowedHosts: z.array(AllowedHost).max(20).describe("Where the value may be sent; nowhere else, ever"),
});

/** Values are never read back. */
export const SecretList = z.object({
  secrets: z.array(
    z.object({ name: z.string(), allowedHosts: z.array(z.string()), updatedAt: z.number().int() }),
  ),
});
export type SecretList = z.infer<typeof SecretList>;
