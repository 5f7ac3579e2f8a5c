import type { DiscordPort, FilePort } from "@flora/discord";
import type { GuildReads } from "@flora/discord/guild-reads/contract";
import type { IsolateFactory } from "@flora/isolation";
import type { GuildId, Limits } from "@flora/model";
import type { HttpEgress, InteractionRegistry, Serve } from "@flora/ops";
import type { Sealer, Storage } from "@flora/storage";
import type { Logger } from "@flora/telemetry";
import type { GuildLogs } from "./logs.ts";
import type { WorkerMetrics } from "./metrics.ts";
import type { RestartRules } from "./restarts.ts";
import type { SourceMaps } from "./source-maps.ts";

/** What the guilds of one worker share. */
export interface Services {
  readonly storage: Storage;
  readonly sealer: Sealer;
  readonly isolates: IsolateFactory;
  readonly discord: DiscordPort;
  readonly files: FilePort;
  readonly guildReads: GuildReads;
  readonly serve: Serve;
  readonly interactions: InteractionRegistry;
  readonly logs: GuildLogs;
  readonly sourceMaps: SourceMaps;
  readonly limits: Limits;
  readonly restartRules: RestartRules;
  readonly metrics: WorkerMetrics;
  /** For the operator. */
  readonly log: Logger;
  /** A guest of this guild was killed and still runs: only the end of this process ends it. */
  onStuck(guildId: GuildId): void;
  /** A way out to the internet with its own limits, for one guild. */
  createEgress(): HttpEgress;
  /** Unix milliseconds. */
  now(): number;
}
