/** @module Entry of the script that makes a bare context a guild's: globals for the author, a runtime for the host. */
import "./early-globals.ts";
import * as sdk from "../mod.ts";
import * as web from "../web/mod.ts";
import { defineGlobal, defineLazyGlobals } from "./globals.ts";
import { builderNames, loadBuilders } from "./lazy-builders.ts";
import { runtime } from "./turns.ts";

for (const [name, value] of Object.entries({ ...web, ...sdk })) defineGlobal(name, value);
defineLazyGlobals(builderNames, loadBuilders);
Object.defineProperty(globalThis, "__flora", { value: runtime, configurable: true });
