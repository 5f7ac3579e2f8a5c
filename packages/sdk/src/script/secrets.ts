let placeholders: Record<string, string> = {};

export function setPlaceholders(given: Record<string, string>): void {
  placeholders = given;
}

/** What {@link secrets} can do. */
export interface Secrets {
  /**
   * A placeholder of the secret `name`; undefined where there is none. The true value takes its place when a `fetch`
   * leaves for a host the secret is allowed for, in URL, headers and body; a script never sees it.
   *
   * @example
   * const answer = await fetch("https://api.example.com/weather", {
   *   headers: { authorization: `Bearer ${secrets.get("WEATHER_KEY")}` },
   * });
   * console.log(answer.status);
   */
  get(name: string): string | undefined;
}

/**
 * The guild's secrets, set with `flora secrets`.
 *
 * @example
 * const answer = await fetch(`https://api.example.com/?key=${secrets.get("API_KEY")}`);
 * console.log(answer.status);
 */
export const secrets: Secrets = {
  get: (name) => Object.hasOwn(placeholders, name) ? placeholders[name] : undefined,
};
