import { ControlError } from "@flora/model";

const HOME = "/account";

/** Where a login leads: a path of this flora, never another site. Throws INVALID_REQUEST. */
export function nextPath(given: string | undefined): string {
  if (given === undefined) return HOME;
  // Browsers read a backslash as a slash, and skip what is no printable character.
  if (given.length <= 512 && /^\/(?!\/)[!-[\]-~]*$/.test(given)) return given;
  throw new ControlError("INVALID_REQUEST", 'Cannot log in: "next" must be a path of this flora', {
    field: "next",
  });
}
