import type { Command } from "commander";
import type { KvStoreList } from "@flora/protocol/api";
import { UsageError } from "../../failure.ts";
import { aboutGuild, inGuild } from "../../in-guild.ts";
import { formatBytes, printable, table } from "../../output.ts";

/** Making, listing and deleting whole stores. A store's name may be an argument or `--name`. */
export function addStores(kv: Command): void {
  aboutGuild(kv.command("create-store").description("make a store; a script also makes one by writing to it"))
    .argument("[name]", "the store")
    .option("--name <name>", "the store")
    .action(inGuild<{ name?: string }>(async ({ client, guildId, options, answer }, given?: string) => {
      const name = nameOf(given, options.name);
      const created = await client.kv.createStore(guildId, name);
      answer({ ok: true, name, created }, () => created ? `Made ${name}` : `${name} is there already`);
    }));

  aboutGuild(kv.command("list-stores").description("list stores, and what they use of the guild's quota"))
    .action(inGuild(async ({ client, guildId, answer }) => {
      const stores: KvStoreList["stores"] = [];
      let page: KvStoreList;
      let cursor: string | undefined;
      do {
        page = await client.kv.stores(guildId, { limit: 1000, cursor });
        stores.push(...page.stores);
        cursor = page.cursor;
      } while (cursor !== undefined);
      const { usedBytes, quotaBytes } = page;
      answer({ stores, usedBytes, quotaBytes }, () => {
        if (stores.length === 0) return "No stores yet. A script makes one with `kv.store(…)`.";
        const rows = stores.map(({ name, keys, bytes }) => [name, String(keys), formatBytes(bytes)]);
        return [
          table(["STORE", "KEYS", "SIZE"], rows),
          `${formatBytes(usedBytes)} of ${formatBytes(quotaBytes)} used`,
        ];
      });
    }));

  aboutGuild(kv.command("delete-store").description("delete a store with all its keys"))
    .argument("[name]", "the store")
    .option("--name <name>", "the store")
    .action(inGuild<{ name?: string }>(async ({ client, guildId, options, answer }, given?: string) => {
      const name = nameOf(given, options.name);
      const keys = await client.kv.deleteStore(guildId, name);
      answer({ ok: true, name, keys }, () => `Deleted ${printable(name)} and the ${keys} keys in it`);
    }));
}

function nameOf(given: string | undefined, flag: string | undefined): string {
  const name = given ?? flag;
  if (name === undefined) throw new UsageError("Cannot tell which store: name it");
  return name;
}
