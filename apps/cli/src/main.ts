import { CommanderError } from "commander";
import { exitCodes, reportFailure } from "./failure.ts";
import { createProgram } from "./program.ts";

const program = createProgram();

try {
  await program.parseAsync(Deno.args, { from: "user" });
} catch (error) {
  if (error instanceof CommanderError) Deno.exit(error.exitCode === 0 ? exitCodes.ok : exitCodes.usage);
  Deno.exit(reportFailure(error, program.opts().json === true));
}
