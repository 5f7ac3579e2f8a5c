import type { z } from "zod";
import type { RouteName } from "@flora/discord";

/** Routes that need a handle instead of a token are ops of their own. */
export type RestRouteName = Exclude<RouteName, `interactions.${string}`>;

/** What a route takes besides its path; what has no schema is dropped. */
export interface RestRequest {
  query?: z.ZodType;
  body?: z.ZodType;
  /** A rule over body and files together: the message of what is wrong with the body. */
  judge?(body: unknown, files: readonly unknown[] | undefined): string | undefined;
}

/** Routes whose names begin with one of these words. */
export type Requests<Class extends string> = Record<
  Extract<RestRouteName, `${Class}.${string}`>,
  RestRequest
>;
