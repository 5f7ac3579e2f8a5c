import { CommanderError } from "commander";
import { exitCodes, reportFailure } from "./failure.ts";
import { createProgram } from "./program.ts";
import { holdWords } from "./usage-as-json.ts";

const program = createProgram();
/** Also where the words around it make no sense. */
const asJson = Deno.args.slice(0, Deno.args.concat("--").indexOf("--")).includes("--json");
const tell = asJson ? holdWords(program) : undefined;

try {
  await program.parseAsync(Deno.args, { from: "user" });
} catch (error) {
  if (!(error instanceof CommanderError)) Deno.exit(reportFailure(error, asJson));
  Deno.exit(tell?.(error) ?? (error.exitCode === 0 ? exitCodes.ok : exitCodes.usage));
}
