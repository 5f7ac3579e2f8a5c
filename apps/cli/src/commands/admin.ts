import type { Command } from "commander";
import { addBackup } from "./admin/backup.ts";
import { addMetrics } from "./admin/metrics.ts";
import { addPlacement } from "./admin/placement.ts";
import { addWorkers } from "./admin/workers.ts";

export function addAdmin(program: Command): void {
  const admin = program.command("admin").description(
    "look after workers and where guilds run (operators only)",
  );
  addBackup(admin);
  addWorkers(admin);
  addPlacement(admin);
  addMetrics(admin);
}
