let placeholders: Record<string, string> = {};

export function setPlaceholders(given: Record<string, string>): void {
  placeholders = given;
}

/** The guild's secrets, set by its owners with `flora secrets` or in the dashboard. */
export const secrets = {
  /**
   * A placeholder of the secret `name`; undefined where there is none. The true value takes its place when a `fetch`
   * leaves for a host the secret is allowed for, in URL, headers and body; a script never sees it.
   */
  get(name: string): string | undefined {
    return Object.hasOwn(placeholders, name) ? placeholders[name] : undefined;
  },
};
