import assert from "node:assert/strict";
import { join } from "node:path";
import { type CliResult, flora as cli } from "../../support/cli.ts";
import { type Flora, startFlora } from "../../support/flora.ts";

/** A flora with the demo guild, and a person's home and folder to run the CLI from. */
export class Bench implements AsyncDisposable {
  private constructor(readonly flora: Flora, readonly folder: string) {}

  static async open(): Promise<Bench> {
    const folder = await Deno.makeTempDir({ prefix: "flora-cli-" });
    const flora = await startFlora({
      FLORA_DATA_DIR: join(folder, "data"),
      DISCORD_TOKEN: "",
      FLORA_WORKERS: "1",
    });
    return new Bench(flora, folder);
  }

  /** Runs the CLI beside the running flora, whose data folder it finds. */
  local(...args: string[]): Promise<CliResult> {
    return this.run(args, { FLORA_DATA_DIR: join(this.folder, "data") });
  }

  /** Runs it from elsewhere: it knows what its environment says and no more. */
  run(args: string[], env: Record<string, string> = {}, stdin?: string | Uint8Array): Promise<CliResult> {
    const home = { HOME: this.folder, XDG_CONFIG_HOME: join(this.folder, "config") };
    return cli(args, {
      cwd: this.folder,
      env: { ...home, ...env },
      ...(stdin === undefined ? {} : { stdin }),
    });
  }

  async [Symbol.asyncDispose]() {
    await this.flora.stop();
    await Deno.remove(this.folder, { recursive: true });
  }
}

/** Checks the exit code, and what was said on either stream. */
export function ends(result: CliResult, code: number, output: RegExp): void {
  assert.equal(result.code, code, result.stderr + result.stdout);
  assert.match(result.stdout + result.stderr, output);
}
