import { type Command, Option } from "commander";
import { inGuild } from "../../in-guild.ts";
import { UsageError } from "../../failure.ts";
import { aboutStore } from "./values.ts";

interface TransferOptions {
  store: string;
  prefix?: string;
  existing: "overwrite" | "skip";
}

/** Whole stores as JSON lines: one `{key, value, metadata, expiration}` each. */
export function addTransfer(kv: Command): void {
  aboutStore(kv.command("export").description("print a store as JSON lines, one key each"))
    .option("-p, --prefix <text>", "only keys that begin so")
    .action(inGuild<TransferOptions>(async ({ client, guildId, options }) => {
      const lines = await client.kv.export(guildId, options.store, { prefix: options.prefix });
      await lines.pipeTo(Deno.stdout.writable, { preventClose: true });
    }));

  aboutStore(kv.command("import").description("set keys from JSON lines, as an export has them"))
    .argument("[file]", "where they are (default: standard input)")
    .addOption(
      new Option("--existing <what>", "what becomes of keys that are there").choices(["overwrite", "skip"])
        .default("overwrite"),
    )
    .action(inGuild<TransferOptions>(async ({ client, guildId, options, answer }, file?: string) => {
      const lines = file === undefined ? Deno.stdin.readable : await open(file);
      const done = await client.kv.import(guildId, options.store, lines, { existing: options.existing });
      answer({ ok: true, ...done }, () => {
        const { imported, skipped, expired } = done;
        return `Set ${imported} keys; ${skipped} were there already, the time of ${expired} was over`;
      });
    }));
}

async function open(file: string): Promise<ReadableStream<Uint8Array>> {
  try {
    return (await Deno.open(file)).readable;
  } catch {
    throw new UsageError(`Cannot read "${file}": no such file`);
  }
}
