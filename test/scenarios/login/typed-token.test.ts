import assert from "node:assert/strict";
import { join } from "node:path";
import { startEmulator } from "@flora/discord-emulator";
import { Conversation, noTerminal } from "../../support/dev.ts";
import { startFlora } from "../../support/flora.ts";

const missing = noTerminal();

Deno.test({
  name:
    `flora login and flora secrets set ask in a real terminal for what nobody sees there, where there is no login by browser${
      missing ? ` (skipped: ${missing})` : ""
    }`,
  ignore: missing !== undefined,
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "flora-login-" });
    const emulator = await startEmulator();
    const flora = await startFlora({
      FLORA_DATA_DIR: join(folder, "data"),
      DISCORD_TOKEN: emulator.token,
      DISCORD_API_URL: emulator.apiUrl,
    });
    try {
      const { apiUrl, token } = await flora.run();
      const env = { FLORA_API_URL: apiUrl };
      {
        await using login = Conversation.terminal(["login"], folder, env);
        await login.hear(/has not set DISCORD_CLIENT_ID[^]*API token/);
        await login.type(`${token}\r`);
        await login.hear(/Logged in at/);
        assert.equal(await login.end(), 0);
        assert.ok(!login.text.includes(token), "the token was shown");
      }
      {
        await using login = Conversation.terminal(["login"], folder, env);
        await login.hear(/API token/);
        await login.type("\x03");
        assert.equal(await login.end(), 2);
        assert.match(login.text, /no token was given/);
      }
      const [guildId] = emulator.world.guilds.keys();
      const set = ["secrets", "set", "KEY", "--nowhere", "--guild", guildId!];
      {
        await using secret = Conversation.terminal(set, folder, env);
        await secret.hear(/Value of KEY/);
        await secret.type("correct horse\r");
        await secret.hear(/Set KEY/);
        assert.equal(await secret.end(), 0);
        assert.ok(!secret.text.includes("horse"), "the value was shown");
      }
      {
        await using secret = Conversation.terminal(set, folder, env);
        await secret.hear(/Value of KEY/);
        await secret.type("\x03");
        assert.equal(await secret.end(), 2);
        assert.match(secret.text, /no value was given/);
      }
    } finally {
      await flora.stop();
      await emulator.close();
      await Deno.remove(folder, { recursive: true });
    }
  },
});
