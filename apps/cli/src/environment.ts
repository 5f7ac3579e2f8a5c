/** A variable of the environment; an empty one counts as not set. */
export function env(name: string): string | undefined {
  return Deno.env.get(name) || undefined;
}
