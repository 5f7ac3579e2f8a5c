import { invalidArgument } from "./errors.ts";

/** Names of the `:param` parts of a pattern. */
export type ParamNames<P extends string> = P extends `${string}:${infer Rest}`
  ? Named<Rest> | ParamNames<Rest>
  : never;
type Named<S extends string, Name extends string = ""> = S extends `${infer Char}${infer Rest}`
  ? Char extends WordChar ? Named<Rest, `${Name}${Char}`> : Name
  : Name;
type Letters = "abcdefghijklmnopqrstuvwxyz";
type CharsOf<S extends string> = S extends `${infer Char}${infer Rest}` ? Char | CharsOf<Rest> : never;
type WordChar = CharsOf<Letters> | Uppercase<CharsOf<Letters>> | CharsOf<"0123456789_">;
/** The `:parts` of a custom id's pattern, by name. */
export type Params<P extends string> = { [Name in ParamNames<P> as Name extends "" ? never : Name]: string };

export type Matcher = (customId: string) => Record<string, string> | undefined;

const MAX_CUSTOM_ID = 100;
const PARAM = /:([A-Za-z_]\w*)/g;

/**
 * Reads custom ids of the form `vote/:poll/:choice`: a part `:name` stands for one or more characters other than `/`,
 * everything else for itself.
 */
export function compilePattern(pattern: string): Matcher {
  if (typeof pattern !== "string" || pattern === "" || pattern.length > MAX_CUSTOM_ID) {
    throw invalidArgument("pattern", `A custom id must have 1 to ${MAX_CUSTOM_ID} characters`);
  }
  const names = [...pattern.matchAll(PARAM)].map(([, name]) => name!);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw invalidArgument("pattern", `Pattern ${pattern} names :${repeated} twice`);
  const texts = pattern.split(PARAM).filter((_, index) => index % 2 === 0).map((text) => RegExp.escape(text));
  const whole = new RegExp(`^${texts.join("([^/]+)")}$`);
  return (customId) => {
    const found = whole.exec(customId);
    return found ? Object.fromEntries(names.map((name, index) => [name, found[index + 1]!])) : undefined;
  };
}
