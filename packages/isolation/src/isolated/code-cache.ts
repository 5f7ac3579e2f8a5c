/**
 * @module V8's code of Deno's own modules. Compiling them is a fifth of a guest's start, so it is done once, by a guest
 * process that no script ever reaches, and all others read the result. Whoever could write there would run code in every
 * guest: the folder is its owner's alone and read-only, so a guest needs another user, or no right to change modes.
 */
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { guestCommand, type GuestCommandOptions } from "./command.ts";
import type { Layer } from "./layers.ts";

const READ_ONLY_FILE = 0o444;
const READ_ONLY_FOLDER = 0o555;
const OWN_FOLDER = 0o755;
const MODE_BITS = 0o7777;

/** The first run compiles; Deno makes the database one that can be read only when it opens it again. */
const RUNS = 2;

/** What guests are started with, their layers apart. */
type Command = Omit<GuestCommandOptions, "layers" | "cache">;

/**
 * The folder that guests behind these layers read compiled code from, made where it is missing; undefined where it cannot
 * be made, or where they could write into it.
 */
export async function compiledCode(layers: Layer[], command: Command): Promise<string | undefined> {
  const uid = Deno.uid();
  if (uid === null || uid === 0 && !layers.some(({ ownUser }) => ownUser)) return undefined;
  const draft = await Deno.makeTempDir({ prefix: "flora-code-" });
  try {
    const folder = join(dirname(draft), `flora-code-${uid}-${keyOf(command)}`);
    if (await isOurs(folder, uid)) return folder;
    if (!await fill(draft, command)) return undefined;
    await Deno.rename(draft, folder).catch(() => {});
    return await isOurs(folder, uid) ? folder : undefined;
  } catch {
    return undefined;
  } finally {
    await remove(draft);
  }
}

/** Compiled code serves the engine and the settings it was compiled with. */
function keyOf({ denoPath, limits }: Command): string {
  const { mtime } = Deno.statSync(denoPath);
  const key = [Deno.version.deno, denoPath, mtime?.getTime(), limits.heapBytes].join(" ");
  return createHash("sha256").update(key).digest("hex").slice(0, 16);
}

/** Nobody else can have put anything into it. */
async function isOurs(folder: string, uid: number): Promise<boolean> {
  const found = await Deno.lstat(folder).catch(() => undefined);
  return found?.isDirectory === true && found.uid === uid && (found.mode! & MODE_BITS) === READ_ONLY_FOLDER;
}

/** Whether the folder now holds compiled code; it is read-only then. */
async function fill(folder: string, command: Command): Promise<boolean> {
  for (let run = 0; run < RUNS; run++) {
    const child = guestCommand({ ...command, layers: [], cache: folder }).spawn();
    await Promise.all([child.stdin.close(), child.stdout.cancel(), child.stderr.cancel(), child.status]);
  }
  let found = false;
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    // The database stays as its writer left it: with its log beside it, it can be read without being written.
    found ||= name.startsWith("v8_code_cache") && name.endsWith("-wal");
    await Deno.chmod(join(folder, name), isDirectory ? READ_ONLY_FOLDER : READ_ONLY_FILE);
  }
  await Deno.chmod(folder, READ_ONLY_FOLDER);
  return found;
}

/** Of a draft that was not needed. */
async function remove(folder: string): Promise<void> {
  try {
    await Deno.chmod(folder, OWN_FOLDER);
    await Deno.remove(folder, { recursive: true });
  } catch {
    // It has become the folder.
  }
}
