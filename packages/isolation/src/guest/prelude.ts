/** @module The first script of a guest context: what stays of the globals, and what is locked. Runs in the guest's realm. */
import type { GuestOutlet } from "@flora/protocol";

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
    const { Instant, Now } = Temporal, { timeZoneId } = Now;
    const instant = () => Instant.fromEpochMilliseconds(Date.now());
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

/** Names of the host's own in a context: lexical ones, which a script can neither guess nor list. */
export interface HiddenNames {
  /** The object through which all values pass between host and guest; no script ever gets hold of it. */
  box: string;
  /** A function that turns the rejection in the box into text. */
  describe: string;
}

/** What passes between host and guest: plain data under fixed names, without a prototype. */
export interface Box extends GuestOutlet {
  /** One HostFrame as JSON. */
  input: string;
  /** A rejection to be described. */
  promise: unknown;
  reason: unknown;
}

/**
 * Script text; its value is the box.
 *
 * `Error.prepareStackTrace` is locked because the engine would call it with call sites of the host's realm; the global
 * `Error` too, since it is there that the engine looks for it. `Temporal.Now` is as coarse as `Date.now`, so that no script
 * measures what others do.
 */
export function preludeText({ box, describe }: HiddenNames): string {
  return `"use strict";
const ${box} = Object.seal({
  __proto__: null, input: "", promise: undefined, reason: undefined, frames: "", wakeAt: Infinity,
});
const ${describe} = (() => {
  const allowed = new Set(${JSON.stringify(allowedGlobals)});
  const locked = { writable: false, configurable: false };
  for (const key of Reflect.ownKeys(globalThis)) {
    if (allowed.has(key) || Reflect.deleteProperty(globalThis, key)) continue;
    Object.defineProperty(globalThis, key, { value: undefined, ...locked });
  }
  Object.defineProperty(Error, "prepareStackTrace", { value: undefined, ...locked });
  Object.defineProperty(globalThis, "Error", locked);
  ${COARSE_NOW}
  const { stringify } = JSON, { slice } = String.prototype, { apply, getPrototypeOf } = Reflect, text = String;
  const PromisePrototype = Promise.prototype;
  const cut = (value, most) => apply(slice, text(value), [0, most]);
  const ofGuest = (promise) => {
    let kind = promise;
    for (let steps = 0; steps < 10 && kind !== null; steps++) {
      kind = getPrototypeOf(kind);
      if (kind === PromisePrototype) return true;
    }
    return false;
  };
  return () => {
    const { promise, reason } = ${box};
    ${box}.promise = ${box}.reason = undefined;
    if (!ofGuest(promise)) return "";
    let message = "", stack = "";
    try { message = cut(reason, 2000); stack = cut(reason.stack, 8000); } catch {}
    return '{"message":' + stringify(message) + ',"stack":' + stringify(stack) + "}";
  };
})();
${box};`;
}
