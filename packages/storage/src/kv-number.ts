/** Longer texts are no numbers anybody counts with. */
const LONGEST = 32;

/** The decimal number that a value is, such as `12` or `-0.5`, for rankings; null for any other text. */
export function numberOf(value: string): number | null {
  if (value.length > LONGEST || !/^-?\d+(\.\d+)?$/.test(value)) return null;
  // Without the sign of a negative zero.
  return Number(value) + 0;
}
