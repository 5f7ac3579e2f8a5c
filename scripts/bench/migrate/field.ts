/** @module A whole flora with many guilds on an emulated Discord, each with a script that counts what it hears. */
import { FloraClient } from "@flora/api-client";
import { type Emulator, startEmulator } from "@flora/discord-emulator";
import { type Flora, startFlora } from "../../../test/support/flora.ts";
import { type TestGuild, testGuilds } from "../../../test/support/guilds.ts";

/** Counts in `state`, which moves with the guild, and answers with the count and what it heard. */
const SCRIPT = `
const heard = state("heard", 0);
on("messageCreate", async (ctx) => {
  if (ctx.msg.author.bot) return;
  heard.value++;
  await ctx.reply({ content: heard.value + " " + ctx.msg.content, replyTo: null });
});`;
const DEPLOYS_AT_ONCE = 2;

export class Field {
  readonly #said = new Map<string, number>();

  private constructor(
    readonly guilds: TestGuild[],
    readonly client: FloraClient,
    private readonly emulator: Emulator,
    private readonly flora: Flora,
    private readonly dataDir: string,
  ) {}

  static async open(guilds: number, workers: number): Promise<Field> {
    const emulator = await startEmulator({
      guilds: Array.from({ length: guilds }, () => ({})),
      rateLimits: "off",
      globalRateLimit: 0,
    });
    const dataDir = await Deno.makeTempDir({ prefix: "flora-bench-" });
    const flora = await startFlora({
      FLORA_DATA_DIR: dataDir,
      FLORA_WORKERS: String(workers),
      FLORA_LOG_LEVEL: "warn",
      DISCORD_TOKEN: emulator.token,
      DISCORD_API_URL: emulator.apiUrl,
    });
    const { apiUrl, token } = await flora.run();
    const client = new FloraClient({ baseUrl: apiUrl, token });
    const field = new Field(testGuilds(emulator), client, emulator, flora, dataDir);
    const left = [...field.guilds];
    const deploy = async () => {
      for (let guild = left.pop(); guild; guild = left.pop()) {
        await client.deploy(guild.id, { entry: "main.ts", files: { "main.ts": SCRIPT } });
      }
    };
    await Promise.all(Array.from({ length: DEPLOYS_AT_ONCE }, deploy));
    return field;
  }

  /** A person says the next number in a guild. */
  async say({ id, channelId, userId }: TestGuild): Promise<void> {
    const number = (this.#said.get(id) ?? 0) + 1;
    this.#said.set(id, number);
    const response = await fetch(`${this.emulator.url}/emulator/v1/channels/${channelId}/messages`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ userId, content: String(number) }),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`Cannot say something: ${response.status}`);
  }

  /** How often a guild's events were lost, handled twice, handled out of order, or by a script without its state. */
  violations({ id, channelId }: TestGuild): number {
    const answers = this.#answers(channelId);
    const expected = Array.from(
      { length: this.#said.get(id) ?? 0 },
      (_, index) => `${index + 1} ${index + 1}`,
    );
    return Math.max(answers.length, expected.length) -
      answers.filter((answer, index) => answer === expected[index]).length;
  }

  /** Whether everything that was said in a guild has been answered. */
  settled({ id, channelId }: TestGuild): boolean {
    return this.#answers(channelId).length >= (this.#said.get(id) ?? 0);
  }

  /** Workers of all guilds. */
  async placements(): Promise<Map<string, string>> {
    const { placements } = await this.client.placements();
    return new Map(placements.map(({ guildId, worker }) => [guildId, worker]));
  }

  output(): string {
    return this.flora.output();
  }

  async close(): Promise<void> {
    await this.flora.stop();
    await this.emulator.close();
    await Deno.remove(this.dataDir, { recursive: true });
  }

  #answers(channelId: string): string[] {
    const { world } = this.emulator;
    return world.messagesOf(channelId).filter(({ authorId }) => authorId === world.botId)
      .map(({ content }) => content);
  }
}
