import { z } from "zod";
import { controlErrorCodes } from "@flora/model";

/** RFC 9457 problem details: the one shape of every error the API answers. */
export const Problem = z.object({
  type: z.string().describe("URI reference of the kind of problem"),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().describe("What went wrong, with the figure or field"),
  code: z.enum(controlErrorCodes),
  field: z.string().optional().describe("Dotted path of the field that is wrong"),
  stack: z.string().optional().describe("Where a script was refused, in the author's files"),
  problems: z.array(z.unknown()).optional(),
  requestId: z.string().optional(),
}).meta({ id: "Problem", description: "What every error is answered as (RFC 9457)" });
export type Problem = z.infer<typeof Problem>;
