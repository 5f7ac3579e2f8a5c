import type { Generation, GuildId, LifecycleState } from "@flora/model";
import type { Life } from "./life.ts";
import type { QueueWait } from "./queue-wait.ts";
import type { UsageTotal } from "./usage-total.ts";

export interface SlotStats {
  guildId: GuildId;
  state: LifecycleState;
  generation: Generation;
  dispatches: number;
  residentBytes: number;
  cpuMs: number;
  /** All waits for a turn together, and the longest of them. */
  queueWaitMs: number;
  longestQueueWaitMs: number;
}

interface SlotParts {
  guildId: GuildId;
  generation: Generation;
  life: Life | undefined;
  total: UsageTotal;
  wait: QueueWait;
  quarantined: boolean;
}

/** A hibernated guild counts as stopped, a quarantined one as failed. */
export function readStats({ guildId, generation, life, total, wait, quarantined }: SlotParts): SlotStats {
  const asleep = quarantined ? "failed" : "stopped";
  return {
    guildId,
    generation,
    state: life?.isolate.state ?? asleep,
    ...wait.figures,
    ...total.with(life && !life.over ? life.isolate.usage() : undefined),
  };
}
