import { resolve } from "node:path";
import type { Command } from "commander";
import type { FloraClient } from "@flora/api-client";
import { BundleError, findingsOf } from "@flora/bundler";
import type { Finding } from "@flora/model";
import type { ValidateResponse } from "@flora/protocol/api";
import { exitCodes } from "../failure.ts";
import { pickGuild } from "../guild.ts";
import { aboutGuild } from "../in-guild.ts";
import { colours, formatBytes, print, printable } from "../output.ts";
import { startProgress } from "../progress.ts";
import { entryHelp, findProject } from "../project/project.ts";
import { readConfig } from "../project/read-config.ts";
import { readSources, type Sources } from "../project/read-sources.ts";
import { reviewLines } from "../review.ts";
import { type GlobalOptions, openSession } from "../session.ts";

interface ValidateOptions extends GlobalOptions {
  guild?: string;
  root?: string;
  here?: boolean;
}

export function addValidate(program: Command): void {
  aboutGuild(
    program.command("validate").description(
      "say whether a deploy would be taken, and what it would change; nothing goes live",
    ),
  )
    .argument("[entry]", entryHelp)
    .option("-r, --root <folder>", "the project's folder")
    .option("--here", "ask a flora that is started on this machine for it: no account, no network")
    .action(async (given: string | undefined, _options, command: Command) => {
      const options = command.optsWithGlobals<ValidateOptions>();
      const config = await readConfig(resolve(options.root ?? "."));
      const { root, entry } = await findProject("validate", config, { entry: given, root: options.root });
      const progress = await startProgress(options.json ?? false);
      let answer: ValidateResponse;
      try {
        progress.step(`Bundling ${entry}`);
        const sources = await readSources({ root, entry });
        progress.step(`Loading it ${options.here ? "on this machine" : "where it can do no harm"}`);
        answer = options.here
          ? await validateHere(entry, sources)
          : await validateThere(options, entry, sources);
      } catch (error) {
        if (!(error instanceof BundleError)) throw error;
        answer = { ok: false, findings: findingsOf(error) };
      } finally {
        progress.end();
      }
      if (!answer.ok) Deno.exitCode = exitCodes.refused;
      if (options.json) return print(JSON.stringify(answer));
      for (const line of describe(answer)) print(line);
    });
}

async function validateThere(
  options: ValidateOptions,
  entry: string,
  { files }: Sources,
): Promise<ValidateResponse> {
  const session = await openSession(options);
  return await session.client.validate(pickGuild(session, options.guild), { entry, files });
}

/** By a flora of its own, which is gone afterwards; what depends on the true guild is not known there. */
async function validateHere(entry: string, { files }: Sources): Promise<ValidateResponse> {
  const { startLocalGuild } = await import("../dev/local-guild.ts");
  const folder = await Deno.makeTempDir({ prefix: "flora-validate-" });
  const local = await startLocalGuild(folder);
  try {
    await joined(local.flora.client, local.guildId);
    return await local.flora.client.validate(local.guildId, { entry, files });
  } finally {
    await local.stop();
    await Deno.remove(folder, { recursive: true });
  }
}

async function joined(client: FloraClient, guildId: string): Promise<void> {
  const { until } = await import("@flora/model/until");
  await until(
    "the bot to join",
    async () => (await client.guilds()).guilds.some((one) => one.guildId === guildId),
  );
}

function describe({ ok, codeBytes, findings, review }: ValidateResponse): string[] {
  const verdict = ok ? colours.green("A deploy would be taken") : colours.red("A deploy would be refused");
  const known = new Set(review?.findings.map(({ message }) => message));
  return [
    `${verdict}${codeBytes === undefined ? "" : ` (${formatBytes(codeBytes)})`}`,
    ...findings.filter(({ message }) => !known.has(message)).flatMap(findingLines),
    ...review ? reviewLines(review) : [],
  ];
}

function findingLines({ severity, message, file, line, column, stack }: Finding): string[] {
  const at = line === undefined ? file : `${file}:${line}:${column}`;
  const place = file === undefined || message.includes(file) ? "" : `${at}: `;
  const paint = severity === "error" ? colours.red : colours.yellow;
  return [
    `${paint(severity)} ${printable(place + message)}`,
    ...stack ? [colours.dim(printable(stack))] : [],
  ];
}
