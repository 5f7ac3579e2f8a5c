import { existsSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Command } from "commander";
import { loadConfig } from "@flora/config";
import { checkCopy, restoreCopy, takeDataDir } from "@flora/storage";
import { UsageError } from "../../failure.ts";
import { formatBytes, note, print } from "../../output.ts";
import { type GlobalOptions, openSession } from "../../session.ts";

/** Copies of everything flora keeps: taken while it runs, put back while it does not. */
export function addBackup(admin: Command): void {
  admin.command("backup")
    .description("write a copy of everything flora keeps into a file, while it runs")
    .argument("<file>", "where the copy goes")
    .option("--force", "overwrite the file where there is one")
    .action(async (file: string, _options, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { force?: boolean }>();
      if (existsSync(file) && !options.force) {
        throw new UsageError(`Cannot write ${file}: it exists already; add --force to overwrite it`);
      }
      if (!existsSync(dirname(resolve(file)))) {
        throw new UsageError(`Cannot write ${file}: there is no folder ${dirname(resolve(file))}`);
      }
      const { bytes, ...facts } = await write(await (await openSession(options)).client.backup(), file);
      if (options.json) return print(JSON.stringify({ file, bytes, ...facts }));
      print(`Wrote ${file}: ${formatBytes(bytes)}, ${facts.guilds} guilds with a script`);
      note("Secrets in it are sealed: keep the master key too, elsewhere (master.key in the data folder).");
    });

  admin.command("restore")
    .description("put a copy in the place of what flora keeps, while it does not run; nothing is thrown away")
    .argument("<file>", "the copy")
    .option("--data-dir <folder>", "flora's data folder")
    .action(async (file: string, _options, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { dataDir?: string }>();
      const env = { ...Deno.env.toObject(), ...(options.dataDir ? { FLORA_DATA_DIR: options.dataDir } : {}) };
      const { dataDir, storage } = loadConfig({ env, cwd: Deno.cwd() });
      if (!storage.startsWith("sqlite:")) {
        throw new UsageError(
          "Cannot restore: what flora keeps is in Redis (FLORA_STORAGE), which restores its own copies",
        );
      }
      const release = await takeDataDir(dataDir, "restore");
      try {
        const path = storage.replace(/^sqlite:/, "");
        const { kept, ...facts } = await restoreCopy(file, path);
        if (options.json) return print(JSON.stringify({ ...facts, database: path, kept }));
        print(`Restored ${path}: ${facts.guilds} guilds with a script`);
        if (kept) note(`What was there before is now ${kept}`);
      } finally {
        await release();
      }
    });
}

/** Under its name only once it is whole; throws an error that names it, and leaves nothing then. */
async function write(stream: ReadableStream<Uint8Array>, path: string) {
  const part = `${path}.part`;
  try {
    await rm(part, { force: true });
    const bytes = await receive(stream, part);
    const facts = checkCopy(part);
    await rename(part, path);
    return { bytes, ...facts };
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw new Error(`Cannot write ${path}: ${(error as Error).message}`, { cause: error });
  }
}

/** Readable by its owner only. Answers its size in bytes. */
async function receive(stream: ReadableStream<Uint8Array>, path: string): Promise<number> {
  const file = await open(path, "wx", 0o600);
  let bytes = 0;
  try {
    for await (const chunk of stream) {
      for (let rest = chunk; rest.length > 0;) rest = rest.subarray((await file.write(rest)).bytesWritten);
      bytes += chunk.byteLength;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return bytes;
}
