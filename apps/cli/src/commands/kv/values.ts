import type { Command } from "commander";
import { exitCodes, UsageError } from "../../failure.ts";
import { aboutGuild, inGuild } from "../../in-guild.ts";
import { formatTime, note, printable, table } from "../../output.ts";
import { wholeNumber } from "../../read-values.ts";
import { readStdin } from "../../stdin.ts";

interface OfStore {
  store: string;
}

interface SetOptions extends OfStore {
  key?: string;
  expiration?: number;
  ttl?: number;
  metadata?: string;
}

interface ListOptions extends OfStore {
  prefix?: string;
  limit: number;
  cursor?: string;
}

const LATEST = 9_999_999_999;

/** Gives a command `--guild` and `--store`. */
export function aboutStore(command: Command): Command {
  return aboutGuild(command).requiredOption("-s, --store <name>", "the store");
}

/** Reading and writing single keys. */
export function addValues(kv: Command): void {
  aboutStore(kv.command("get").description("print a key's value as it is"))
    .argument("<key>", "the key")
    .action(inGuild<OfStore>(async ({ client, guildId, options, answer }, key: string) => {
      const entry = await client.kv.get(guildId, options.store, key);
      if (!entry) Deno.exitCode = exitCodes.notFound;
      if (entry) return answer(entry, () => Deno.stdout.isTerminal() ? printable(entry.value) : entry.value);
      if (options.json) return answer({ ok: false, exitCode: exitCodes.notFound, key }, () => "");
      note(`There is no key "${printable(key)}" in ${printable(options.store)}`);
    }));

  aboutStore(kv.command("set").description("set a key; without a value it is read from standard input"))
    .argument("[key]", "the key")
    .argument("[value]", "the value")
    .option("--key <key>", "the key, where the one argument is the value")
    .option("--expiration <seconds>", "when it ends, in unix seconds", wholeNumber(1, LATEST))
    .option("--ttl <seconds>", "how long it is kept", wholeNumber(1, LATEST))
    .option("--metadata <json>", "kept with the value, and listed with the key")
    .action(
      inGuild<SetOptions>(async ({ client, guildId, options, answer }, first?: string, second?: string) => {
        const key = options.key ?? first;
        if (key === undefined) throw new UsageError("Cannot set: name the key");
        const given = options.key === undefined ? second : first;
        const version = await client.kv.set(guildId, options.store, key, {
          value: given ?? await readStdin("the value"),
          expiration: options.expiration,
          ttlSeconds: options.ttl,
          ...options.metadata === undefined ? {} : { metadata: parseJson(options.metadata) },
        });
        answer({ ok: true, key, version }, () => `Set ${printable(key)}`);
      }),
    );

  aboutStore(kv.command("delete").description("delete a key"))
    .argument("<key>", "the key")
    .action(inGuild<OfStore>(async ({ client, guildId, options, answer }, key: string) => {
      const deleted = await client.kv.delete(guildId, options.store, key);
      if (!deleted) Deno.exitCode = exitCodes.notFound;
      answer(
        { ok: deleted, key },
        () => deleted ? `Deleted ${printable(key)}` : `There is no ${printable(key)}`,
      );
    }));

  aboutStore(kv.command("list-keys").description("list a store's keys, with their end and metadata"))
    .option("-p, --prefix <text>", "only keys that begin so")
    .option("-n, --limit <count>", "how many, 1 to 1000", wholeNumber(1, 1000), 100)
    .option("--cursor <cursor>", "go on where a list ended")
    .action(inGuild<ListOptions>(async ({ client, guildId, options, answer }) => {
      const { store, prefix, limit, cursor } = options;
      const page = await client.kv.keys(guildId, store, { prefix, limit, cursor });
      answer(page, () => {
        if (page.keys.length === 0) return `No keys in ${printable(store)}`;
        const rows = page.keys.map(({ name, expiration, metadata }) => [
          name,
          expiration === undefined ? "" : formatTime(expiration * 1000),
          metadata === undefined || metadata === null ? "" : JSON.stringify(metadata),
        ]);
        return table(["KEY", "ENDS (UTC)", "METADATA"], rows);
      });
      if (page.cursor !== undefined && !options.json) note(`There are more: --cursor ${page.cursor}`);
    }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`Cannot read metadata: ${printable(text)} is not JSON`);
  }
}
