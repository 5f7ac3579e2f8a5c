/** @module The suite that every backend of the storage contract passes. */
import { auditCases } from "./audit.ts";
import { type Cases, ManualClock, type OpenBackend } from "./backend.ts";
import { cronCases } from "./cron.ts";
import { deploymentCases } from "./deployments.ts";
import { identityCases } from "./identity.ts";
import { kvCases } from "./kv.ts";
import { kvRandomCases } from "./kv-random.ts";
import { kvRangeCases } from "./kv-ranges.ts";
import { kvTogetherCases } from "./kv-together.ts";
import { leaseCases } from "./leases.ts";
import { logCases } from "./logs.ts";
import { recordCases } from "./records.ts";
import { scheduleCases } from "./schedules.ts";
import { settingCases } from "./settings.ts";
import { webhookCases } from "./webhooks.ts";

export type { Backend, OpenBackend } from "./backend.ts";

const cases: Cases = {
  ...kvCases,
  ...kvRangeCases,
  ...kvRandomCases,
  ...kvTogetherCases,
  ...deploymentCases,
  ...cronCases,
  ...scheduleCases,
  ...webhookCases,
  ...settingCases,
  ...leaseCases,
  ...logCases,
  ...recordCases,
  ...identityCases,
  ...auditCases,
};

/**
 * Registers every case as a test; `skip` maps a case's name to the reason why the backend cannot do it, `missing` says why
 * there is no such backend here.
 */
export function testStorage(
  name: string,
  open: OpenBackend,
  { skip = {}, missing }: { skip?: Record<string, string>; missing?: string } = {},
): void {
  for (const [title, body] of Object.entries(cases)) {
    const reason = missing ?? skip[title];
    Deno.test({
      name: `${name}: ${title}${reason ? ` (skipped: ${reason})` : ""}`,
      ignore: reason !== undefined,
      async fn() {
        const clock = new ManualClock();
        const backend = await open({ now: clock.now });
        try {
          await body({ ...backend, clock });
        } finally {
          await backend.dispose();
        }
      },
    });
  }
}
