/** @module Every migration in order; the position is the version. A released one is never edited, only followed by another. */
import { first } from "./001-first.ts";
import { kvNumbers } from "./002-kv-numbers.ts";
import { leases } from "./003-leases.ts";
import { schedules } from "./004-schedules.ts";
import { webhooks } from "./005-webhooks.ts";
import { settings } from "./006-settings.ts";
import { cronRuns } from "./007-cron-runs.ts";
import { identity } from "./008-identity.ts";
import { pauses } from "./009-pauses.ts";
import { kvStores } from "./010-kv-stores.ts";
import { logTimes } from "./011-log-times.ts";

export const migrations: readonly string[] = [
  first,
  kvNumbers,
  leases,
  schedules,
  webhooks,
  settings,
  cronRuns,
  identity,
  pauses,
  kvStores,
  logTimes,
];
