import process from "node:process";
import { parseArgs } from "node:util";
import { type Emulator, startEmulator } from "./mod.ts";

const HELP = `Usage: flora-discord-emulator [options]

A Discord REST v10 and Gateway v10 server on this machine, in memory.

  --port <n>      port to listen on, 0 for any free one (FLORA_EMULATOR_PORT, default 0)
  --host <name>   address to listen on (default 127.0.0.1)
  --token <text>  bot token to accept (default: a made-up one)
  --quiet         print nothing but errors
  --help          this text
`;

/** What the command line asked for. */
interface Arguments {
  port: number;
  host: string;
  token: string | undefined;
  quiet: boolean;
  help: boolean;
}

/** A command line nobody can make sense of. */
class UsageError extends Error {}

function readArguments(): Arguments {
  let values;
  try {
    ({ values } = parseArgs({
      args: process.argv.slice(2),
      options: {
        port: { type: "string" },
        host: { type: "string" },
        token: { type: "string" },
        quiet: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }));
  } catch (error) {
    throw new UsageError((error as Error).message.split("\n")[0]);
  }
  const name = values.port === undefined ? "FLORA_EMULATOR_PORT" : "--port";
  const text = values.port ?? process.env.FLORA_EMULATOR_PORT ?? "0";
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new UsageError(`Cannot use ${name} "${text}": expected a number from 0 to 65535`);
  }
  return {
    port: Number(text),
    host: values.host ?? "127.0.0.1",
    token: values.token,
    quiet: values.quiet ?? false,
    help: values.help ?? false,
  };
}

function describe(emulator: Emulator): string {
  const [guildId] = emulator.guildIds;
  const channel = [...emulator.world.channels.values()].find(({ type }) => type === 0);
  const person = emulator.world.guilds.get(guildId!)?.ownerId;
  return `Discord emulator listening on ${emulator.url}
  REST      ${emulator.apiUrl}/v10
  Gateway   ${emulator.gatewayUrl}
  Token     ${emulator.token}
  OAuth2    client ${emulator.applicationId}, secret ${emulator.clientSecret}
  Guild     ${guildId}
  Control   ${emulator.url}/emulator/v1/openapi.json

Point discord.js at it with new Client({ rest: { api: "${emulator.apiUrl}" } }), then speak as a person:
  curl -X POST ${emulator.url}/emulator/v1/channels/${channel?.id}/messages \\
    -H 'content-type: application/json' -d '{"userId":"${person}","content":"!ping"}'
`;
}

function explain(error: unknown, { host, port }: Arguments): string {
  const code = (error as { code?: string }).code;
  if (code === "EADDRINUSE") return `Cannot listen on ${host}:${port}: the port is in use`;
  if (code === "EACCES") return `Cannot listen on ${host}:${port}: permission denied`;
  return `Cannot listen on ${host}:${port}: ${(error as Error).message}`;
}

async function main(): Promise<number> {
  let given: Arguments;
  try {
    given = readArguments();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    return 1;
  }
  if (given.help) {
    process.stdout.write(HELP);
    return 0;
  }
  let emulator: Emulator;
  try {
    const { port, host, token } = given;
    emulator = await startEmulator(token ? { port, host, token } : { port, host });
  } catch (error) {
    console.error(explain(error, given));
    return 2;
  }
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  // Whoever reads this may stop it at once.
  if (!given.quiet) process.stdout.write(describe(emulator));
  await stopped;
  await emulator.close();
  return 0;
}

process.exit(await main());
