import assert from "node:assert/strict";
import { loadConfig } from "@flora/config";
import { childEnvironment } from "./environment.ts";

const config = loadConfig({
  env: {
    DISCORD_TOKEN: "the-bot-token",
    DISCORD_CLIENT_SECRET: "the-client-secret",
    FLORA_DATA_DIR: "data",
  },
  cwd: "/nonexistent",
});
const image = { runnerPath: "/nonexistent/data/guest/runner.js" };
const environment = childEnvironment(config, { linkSecret: "the-link-secret", image: image as never });
const link = { port: 7 };
const discord = { token: "the-bot-token", apiUrl: "u", emulated: false, clientSecret: "the-client-secret" };

Deno.test("childEnvironment() gives the bot token to the gateway alone, the secret to those on the link", () => {
  const gateway = environment.gateway(discord, link);
  assert.equal(gateway.DISCORD_TOKEN, "the-bot-token");
  assert.equal(gateway.FLORA_LINK_SECRET, "the-link-secret");
  for (
    const env of [
      environment.emulator(),
      environment.worker("worker-0", link),
      environment.api(discord, link),
    ]
  ) {
    // Set, though empty: a child would find the parent's otherwise.
    assert.equal(env.DISCORD_TOKEN, "");
    assert.doesNotMatch(JSON.stringify(env), /the-bot-token/);
  }
  assert.equal(environment.emulator().FLORA_LINK_SECRET, undefined);
});

Deno.test("childEnvironment() gives the client secret to the API alone", () => {
  assert.equal(environment.api(discord, link).DISCORD_CLIENT_SECRET, "the-client-secret");
  const others = [
    environment.emulator(),
    environment.gateway(discord, link),
    environment.worker("worker-0", link),
  ];
  for (const env of others) {
    assert.equal(env.DISCORD_CLIENT_SECRET, "");
    assert.doesNotMatch(JSON.stringify(env), /the-client-secret/);
  }
});

Deno.test("childEnvironment() names the data folder absolutely: children may stand elsewhere", () => {
  assert.equal(environment.api(discord, link).FLORA_DATA_DIR, "/nonexistent/data");
});
