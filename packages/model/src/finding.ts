import { z } from "zod";

/** What a validation can find; a closed set. */
const findingCodes = [
  "BUNDLE_INVALID",
  "BUNDLE_WARNING",
  /** The script threw or overran its limit while loading, or registers what cannot be. */
  "SCRIPT_REJECTED",
  /** Discord would refuse a slash command. */
  "COMMANDS_REJECTED",
  /** The operator's bot does not get some of the events. */
  "INTENT_MISSING",
  "SECRET_MISSING",
  "SETTING_MISSING",
  /** Discord would refuse what the script does: the bot may not. */
  "PERMISSION_MISSING",
  /** Some roles stand above the bot's. */
  "ROLE_TOO_LOW",
] as const;

/** Something to know about a project before it is deployed; one of severity `error` would be refused. */
export const Finding = z.object({
  severity: z.enum(["error", "warning"]),
  code: z.enum(findingCodes),
  message: z.string(),
  field: z.string().optional().describe("Dotted path within the manifest"),
  file: z.string().optional(),
  line: z.number().int().optional(),
  column: z.number().int().optional(),
  stack: z.string().optional().describe("Mapped to the author's files"),
});
export type Finding = z.infer<typeof Finding>;
