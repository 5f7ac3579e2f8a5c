/** `iconUrl` to `icon_url`; a key that is snake_case already stays. */
export function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A JSON copy in Discord's own spelling: builders become what they stand for, keys snake_case all the way down. */
export function toDiscord(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const plain = typeof (value as { toJSON?: unknown }).toJSON === "function"
    ? (value as { toJSON(): unknown }).toJSON()
    : value;
  if (Array.isArray(plain)) return plain.map(toDiscord);
  if (typeof plain !== "object" || plain === null) return plain;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(plain)) {
    if (item !== undefined) copy[snakeCase(key)] = toDiscord(item);
  }
  return copy;
}
