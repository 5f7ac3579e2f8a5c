/**
 * @module Answers what people ask of flora inside Discord. Every command goes through the API's own routes, as the person
 * who asks: the same rules, records and errors as for every other door.
 */
import { ApiError, FloraClient } from "@flora/api-client";
import { BundleError } from "@flora/bundler";
import { ControlError } from "@flora/model";
import type { apiMethods, Handlers, InsideMember } from "@flora/protocol";
import type { Api, ApiParts } from "../context.ts";
import type { Command } from "./ask.ts";
import { deploy } from "./commands/deploy.ts";
import { help } from "./commands/help.ts";
import { kvGet } from "./commands/kv.ts";
import { logs } from "./commands/logs.ts";
import { pause, resume, rollback } from "./commands/rollback.ts";
import { settings } from "./commands/settings.ts";
import { status } from "./commands/status.ts";
import { why } from "./commands/why.ts";
import { complete } from "./complete.ts";
import { createScrub } from "./scrub.ts";
import { fit, head, plain } from "./text.ts";

const commands: Record<string, Command> = {
  status,
  deploy,
  rollback,
  logs,
  pause,
  resume,
  settings,
  "kv get": kvGet,
  why,
  help,
};

/** Nobody listens there: requests are handed over within the process. */
const BASE_URL = "http://inside.invalid";

export function insideAnswers(
  app: Api,
  parts: Pick<ApiParts, "storage" | "sealer" | "log" | "now">,
): Handlers<typeof apiMethods> {
  const clientOf = (member: InsideMember) =>
    new FloraClient({ baseUrl: BASE_URL, fetch: async (request) => await app.fetch(request, { member }) });
  return {
    async command({ member, command, options, file }) {
      const { guildId } = member;
      const run = Object.hasOwn(commands, command) ? commands[command]! : help;
      const scrub = await createScrub(parts, guildId);
      try {
        const ask = { guildId, client: clientOf(member), options, file, scrub, now: parts.now };
        return { content: fit(await run(ask)) };
      } catch (error) {
        return { content: fit(describe(error, scrub)) };
      }
    },
    async complete({ member, command, options, option, typed }) {
      const ask = { guildId: member.guildId, client: clientOf(member), options };
      return { choices: await complete(ask, { command, option, typed }) };
    },
  };
}

/** What went wrong, for the person; what is flora's own fault stays in its log. */
function describe(error: unknown, scrub: (text: string) => string): string {
  if (error instanceof ApiError && error.problem.code !== "INTERNAL") {
    const { detail, stack, problems } = error.problem;
    const more = stack ?? (problems ?? []).map(placeOf).filter(Boolean).join("\n");
    return `❌ ${plain(scrub(detail))}${more === "" ? "" : `\n${head(scrub(more), 1_200)}`}`;
  }
  if (error instanceof ControlError || error instanceof BundleError) return `❌ ${error.message}`;
  throw error;
}

/** A place in the author's files, and what is wrong there. */
function placeOf(problem: unknown): string {
  const { file, line, column, message } = problem as Record<string, unknown>;
  if (typeof message !== "string") return "";
  if (typeof file !== "string" || file === "") return message;
  return line ? `${file}:${line}:${column}: ${message}` : `${file}: ${message}`;
}
