import { kv } from "@flora/sdk";

const counters = kv.store("counters");

export async function counted(name: string): Promise<number> {
  const count = Number((await counters.get(name)) ?? 0) + 1;
  await counters.set(name, String(count));
  return count;
}
