import { join } from "node:path";
import { testProcesses } from "../../conformance/processes.ts";

testProcesses("sqlite", async (body) => {
  const folder = await Deno.makeTempDir();
  try {
    await body(`sqlite:${join(folder, "flora.db")}`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
