/** @module What every backend goes by. Milliseconds. */

/** How long an expired token is still told from one that never was. */
export const TOKEN_REMEMBERED_MS = 30 * 86_400_000;

/** RFC 8628: what a client waits between two questions, and how much longer when it did not. */
export const DEVICE_INTERVAL_MS = 5_000;
export const DEVICE_SLOW_DOWN_MS = 5_000;

/** A revision that was not deployed within this time after it was stored is forgotten. */
export const UNDEPLOYED_MS = 86_400_000;
