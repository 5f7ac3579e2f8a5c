/** @module Entry of the script that makes a bare context a guild's: globals for the author, a runtime for the host. */
import "./early-globals.ts";
import * as sdk from "../mod.ts";
import * as web from "../web/mod.ts";
import { runtime } from "./turns.ts";

for (const [name, value] of Object.entries({ ...web, ...sdk })) {
  Object.defineProperty(globalThis, name, { value, configurable: true, enumerable: false, writable: true });
}
Object.defineProperty(globalThis, "__flora", { value: runtime, configurable: true });
