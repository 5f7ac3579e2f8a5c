import { join } from "node:path";
import { testStorage } from "../../conformance/mod.ts";
import type { Storage } from "../contract.ts";
import { openStorage } from "../open.ts";

testStorage("sqlite", async ({ now }) => {
  const folder = await Deno.makeTempDir();
  const opened: Storage[] = [];
  const connect = async () => {
    const storage = await openStorage(`sqlite:${join(folder, "flora.db")}`, { now });
    opened.push(storage);
    return storage;
  };
  return {
    storage: await connect(),
    connect,
    async dispose() {
      for (const storage of opened) await storage.close();
      await Deno.remove(folder, { recursive: true });
    },
  };
});
