/** @module The first script of a guest context: what stays of the globals, and what is locked. Runs in the guest's realm. */

/** Every global a script may see that the language itself brings; whatever a newer engine adds stays out. */
const allowedGlobals = [
  ..."Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date"
    .split(" "),
  ..."Promise RegExp Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError".split(
    " ",
  ),
  ..."URIError SuppressedError DisposableStack AsyncDisposableStack globalThis JSON Math Intl BigInt".split(
    " ",
  ),
  ..."ArrayBuffer Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array BigInt64Array".split(
    " ",
  ),
  ..."BigUint64Array Float16Array Float32Array Float64Array Uint8ClampedArray DataView".split(" "),
  ..."Map Set WeakMap WeakSet Proxy Reflect Iterator Temporal decodeURI decodeURIComponent".split(" "),
  ..."encodeURI encodeURIComponent escape unescape eval isFinite isNaN".split(" "),
];

/** `Temporal.Now` by the millisecond. */
const COARSE_NOW = `if (typeof Temporal === "object") {
    const { Instant, Now } = Temporal, { now } = Date, { timeZoneId } = Now;
    const instant = () => Instant.fromEpochMilliseconds(now());
    const zonedDateTimeISO = (zone = timeZoneId()) => instant().toZonedDateTimeISO(zone);
    const coarse = {
      instant,
      timeZoneId,
      zonedDateTimeISO,
      plainDateTimeISO: (zone) => zonedDateTimeISO(zone).toPlainDateTime(),
      plainDateISO: (zone) => zonedDateTimeISO(zone).toPlainDate(),
      plainTimeISO: (zone) => zonedDateTimeISO(zone).toPlainTime(),
    };
    for (const name of Reflect.ownKeys(Now)) if (typeof name === "string") delete Now[name];
    for (const [name, value] of Object.entries(coarse)) {
      Object.defineProperty(Now, name, { value, writable: true, configurable: true });
    }
  }`;

/**
 * Script text. `input` and `problem` name two data properties through which the host hands values in: they are fixed
 * here, so that no accessor of the guest can stand in their place. `describe` becomes a lexical name, out of the
 * guest's reach, of a function that turns a rejection into text.
 *
 * `Error.prepareStackTrace` is locked because the engine would call it with call sites of the host's realm; the global
 * `Error` too, since it is there that the engine looks for it. `Temporal.Now` is as coarse as `Date.now`, so that no script
 * measures what others do.
 */
export function preludeText(names: { input: string; problem: string; describe: string }): string {
  return `"use strict";
const ${names.describe} = (() => {
  const allowed = new Set(${JSON.stringify(allowedGlobals)});
  for (const key of Reflect.ownKeys(globalThis)) if (!allowed.has(key)) delete globalThis[key];
  const locked = { writable: false, configurable: false };
  Object.defineProperty(Error, "prepareStackTrace", { value: undefined, ...locked });
  Object.defineProperty(globalThis, "Error", locked);
  ${COARSE_NOW}
  for (const key of ["${names.input}", "${names.problem}"]) {
    Object.defineProperty(globalThis, key, { value: undefined, writable: true, configurable: false, enumerable: false });
  }
  const { stringify } = JSON, { slice } = String.prototype, { apply, getPrototypeOf } = Reflect, text = String;
  const PromisePrototype = Promise.prototype;
  const cut = (value, most) => apply(slice, text(value), [0, most]);
  return () => {
    const { promise, reason } = globalThis["${names.problem}"];
    globalThis["${names.problem}"] = undefined;
    if (getPrototypeOf(promise) !== PromisePrototype) return "";
    let message = "", stack = "";
    try { message = cut(reason, 2000); stack = cut(reason.stack, 8000); } catch {}
    return '{"message":' + stringify(message) + ',"stack":' + stringify(stack) + "}";
  };
})();`;
}
