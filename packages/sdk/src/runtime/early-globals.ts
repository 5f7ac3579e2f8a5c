/** @module What libraries of the SDK look for while they are evaluated; imported before all of them. */
import { atob, btoa } from "../web/base64.ts";
import { TextDecoder, TextEncoder } from "../web/text-coding.ts";

Object.assign(globalThis, { atob, btoa, TextDecoder, TextEncoder });
