export function explode(): never {
  throw new TypeError("boom while loading");
}
