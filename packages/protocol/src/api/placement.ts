import { z } from "zod";
import { GuildId } from "@flora/model";
import { MoveTrace } from "../migration.ts";

const WorkerName = z.string().min(1).max(64);

export const WorkerList = z.object({
  workers: z.array(z.object({
    name: WorkerName,
    pid: z.number().int(),
    guilds: z.number().int(),
    draining: z.boolean().describe("Guilds leave it, none come"),
    running: z.number().int().describe("Events whose handlers have not ended"),
    load: z.number().describe("CPU time it and its guests use, of what it may use; 1 is all"),
  })),
});
export type WorkerList = z.infer<typeof WorkerList>;

export const MigrationQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
  guild: GuildId.optional().describe("Only this guild's"),
});

/** Newest first. */
export const MigrationList = z.object({ migrations: z.array(MoveTrace) });
export type MigrationList = z.infer<typeof MigrationList>;

export const PlacementList = z.object({
  placements: z.array(z.object({
    guildId: GuildId,
    worker: WorkerName,
    generation: z.number().int().describe("Grows with every move and deploy"),
    pinned: z.boolean(),
  })),
});
export type PlacementList = z.infer<typeof PlacementList>;

export const MigrateRequest = z.object({ worker: WorkerName });
export const MigrateResponse = z.object({
  pauseMs: z.number().describe("How long the guild's events were held"),
});
export type MigrateResponse = z.infer<typeof MigrateResponse>;

export const PinRequest = z.object({ worker: WorkerName.nullable().describe("null: back to the ring") });

export const DrainRequest = z.object({
  restart: z.boolean().default(false).describe(
    "End the worker once it is empty, upon which it is started anew",
  ),
});
export const DrainResponse = z.object({
  left: z.array(GuildId).describe("Guilds that could not be moved in time"),
});
export type DrainResponse = z.infer<typeof DrainResponse>;
