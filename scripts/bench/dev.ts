/** @module How soon a save is live in `flora dev`: from the write until it says so, `state` kept and the next message answered anew. */
import { join } from "node:path";
import { script } from "../../test/scenarios/dev/project.ts";
import { Conversation } from "../../test/support/dev.ts";
import { rounded, spread } from "./isolate/samples.ts";

const SAVES = 40;
/** The first saves find less of the bundler and of flora compiled. */
const FIRST = 5;

export async function run() {
  const folder = await Deno.makeTempDir({ prefix: "flora-bench-" });
  const main = join(folder, "main.ts");
  try {
    await Deno.writeTextFile(main, script("save0"));
    const start = performance.now();
    await using dev = Conversation.pipe(["dev"], folder);
    await dev.hear(/live in/);
    const startMs = performance.now() - start;
    const samples: number[] = [];
    for (let n = 1; n <= FIRST + SAVES; n++) {
      const saved = performance.now();
      await Deno.writeTextFile(main, script(`save${n}`));
      await dev.hear(/live in/);
      if (n > FIRST) samples.push(performance.now() - saved);
      await dev.say("!ping", new RegExp(`save${n} ${n}\\n`));
    }
    return { saves: SAVES, startMs: rounded(startMs), ...spread("saveToLive", "Ms", samples) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
