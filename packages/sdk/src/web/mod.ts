/** @module The web platform as far as scripts have it: what the language itself lacks. */
export { URL, URLSearchParams } from "whatwg-url-minimum";
export {
  clearTimer as clearInterval,
  clearTimer as clearTimeout,
  setInterval,
  setTimeout,
} from "../runtime/timers.ts";
export { AbortController, AbortSignal } from "./abort.ts";
export { atob, btoa } from "./base64.ts";
export { Blob, File } from "./blob.ts";
export { structuredClone } from "./clone.ts";
export { console } from "./console.ts";
export { crypto } from "./crypto.ts";
export { DOMException } from "./dom-exception.ts";
export { Event, EventTarget } from "./events.ts";
export { fetch } from "./fetch.ts";
export { FormData } from "./form-data.ts";
export { Headers } from "./headers.ts";
export { Request } from "./request.ts";
export { Response } from "./response.ts";
export { ReadableStream } from "./streams.ts";
export { TextDecoder, TextEncoder } from "./text-coding.ts";

export function queueMicrotask(callback: () => void): void {
  if (typeof callback !== "function") throw new TypeError("A microtask must be a function");
  void Promise.resolve().then(callback);
}
