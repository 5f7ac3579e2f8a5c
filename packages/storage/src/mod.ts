/** @module Durable state. */
export * from "./contract.ts";
export * from "./identity.ts";
export { checkCopy } from "./sqlite/check-copy.ts";
export { takeDataDir } from "./data-dir.ts";
export { openStorage } from "./open.ts";
export { restoreCopy } from "./restore.ts";
export { insist } from "./insist.ts";
export { resealSecrets } from "./reseal.ts";
export { createSealer, type Sealer, SealError, secretAad } from "./seal.ts";
export { generateKey, loadMasterKeys, parseKey } from "./sealing-key.ts";
export { StorageError } from "./storage-error.ts";
export { storeProblem } from "./store-problem.ts";
