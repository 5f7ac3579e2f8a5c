/** @module What a script may ask of its host. */
export * from "./contract.ts";
export { createIsolateFiles } from "./files/isolate-files.ts";
export { createHttpEgress, type HttpEgressOptions } from "./http/egress.ts";
export { createInteractionHandles, type InteractionRegistry } from "./interactions/handles.ts";
export { hostHalves } from "./hosts.ts";
export { KEEP_AWAKE_MAX_MS } from "./life/schema.ts";
export { createQuotaGate } from "./quota/gate.ts";
export { openVault } from "./secrets/open.ts";
export { createSecretVault } from "./secrets/vault.ts";
export { createServer, type Serve } from "./serve.ts";
