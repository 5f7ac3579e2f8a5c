/** @module Durable state. */
export * from "./contract.ts";
export * from "./identity.ts";
export { checkCopy, type CopyFacts } from "./sqlite/check-copy.ts";
export { takeDataDir } from "./data-dir.ts";
export { numberOf } from "./kv-number.ts";
export { type OpenOptions, openStorage } from "./open.ts";
export { restoreCopy } from "./restore.ts";
export { insist, type Patience } from "./insist.ts";
export { resealSecrets } from "./reseal.ts";
export { createSealer, type Sealer, SealError, secretAad } from "./seal.ts";
export { generateKey, loadMasterKeys, parseKey, type SealingKey } from "./sealing-key.ts";
export { StorageError } from "./storage-error.ts";
export { storeProblem } from "./store-problem.ts";
