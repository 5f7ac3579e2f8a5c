import { Buffer } from "node:buffer";
import { ScriptError } from "@flora/model";
import type { HostHalf } from "../contract.ts";
import { FURTHEST_MS, type ScheduleOps } from "./schema.ts";

export const schedulesHost: HostHalf<ScheduleOps> = {
  async put({ storage, guildId, limits, now }, { name, at, payload = null }) {
    const shown = JSON.stringify(name);
    const bytes = Buffer.byteLength(JSON.stringify(payload));
    if (bytes > limits.schedulePayloadBytes) {
      throw new ScriptError(
        "LIMIT_EXCEEDED",
        `Cannot schedule ${shown}: payload is ${bytes} bytes of JSON, at most ${limits.schedulePayloadBytes}`,
        { path: "payload" },
      );
    }
    if (at < 0 || at > now() + FURTHEST_MS) {
      throw new ScriptError("INVALID_ARGUMENT", `Cannot schedule ${shown}: it is more than ten years away`, {
        path: "at",
      });
    }
    if (!await storage.schedules.put(guildId, { name, dueAt: at, payload }, limits.schedules)) {
      throw new ScriptError(
        "LIMIT_EXCEEDED",
        `Cannot schedule ${shown}: ${limits.schedules} wait already, at most ${limits.schedules}`,
      );
    }
    return { name, at };
  },
  async cancel({ storage, guildId }, { name }) {
    return { cancelled: await storage.schedules.cancel(guildId, name) };
  },
  async list({ storage, guildId }) {
    const entries = await storage.schedules.list(guildId);
    return { schedules: entries.map(({ name, dueAt, payload }) => ({ name, at: dueAt, payload })) };
  },
};
