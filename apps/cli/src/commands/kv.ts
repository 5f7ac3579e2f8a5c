import type { Command } from "commander";
import { addStores } from "./kv/stores.ts";
import { addTransfer } from "./kv/transfer.ts";
import { addValues } from "./kv/values.ts";

export function addKv(program: Command): void {
  const kv = program.command("kv").description("read and change what a guild's script keeps in its stores");
  addStores(kv);
  addValues(kv);
  addTransfer(kv);
}
