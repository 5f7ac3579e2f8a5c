import type { APIEmbed } from "discord-api-types/v10";
import { call, PATIENCE_MS } from "./discord.ts";
import type { Answer, Guild, SeenMessage } from "./guild.ts";
import { until } from "@flora/model/until";

interface InteractionView {
  id: string;
  state: string;
  responses: {
    id: string;
    deleted: boolean;
    content: string;
    embeds: APIEmbed[];
    components: unknown[];
    ephemeral: boolean;
  }[];
  modal: Answer["modal"] | null;
  choices: { name: string; value: string | number }[] | null;
}

/** What of a message tells which one is meant. */
type MessageRef = { id: string } | { messageId?: string };

/** A person in a simulated guild, and what they do. */
export class Member {
  constructor(readonly id: string, readonly username: string, private readonly guild: Guild) {}

  /** Writes a message. */
  async says(
    content: string,
    { channel, replyTo }: { channel?: string; replyTo?: string } = {},
  ): Promise<SeenMessage> {
    const path = `/channels/${await this.guild.channelId(channel)}/messages`;
    return await this.#post(path, { content, ...(replyTo === undefined ? {} : { replyTo }) });
  }

  /** Uses a slash command and waits for the answer. Subcommands are nested: `{ set: { value: 1 } }`. */
  async runs(
    name: string,
    options: Record<string, unknown> = {},
    { channel }: { channel?: string } = {},
  ): Promise<Answer> {
    const path = `/channels/${await this.guild.channelId(channel)}/commands`;
    return await this.#answered(await this.#post<{ id: string }>(path, { name, options }));
  }

  /** Uses an entry of the menu of a message or a user. */
  async uses(name: string, on: { messageId: string } | { userId: string }): Promise<Answer> {
    const path = `/channels/${await this.guild.channelId()}/commands`;
    const target = "messageId" in on
      ? { type: "message", targetId: on.messageId }
      : { type: "user", targetId: on.userId };
    return await this.#answered(await this.#post<{ id: string }>(path, { name, ...target }));
  }

  /** What is suggested for an option while it is typed. */
  async types(
    command: string,
    option: string,
    text: string,
  ): Promise<{ name: string; value: string | number }[]> {
    const path = `/channels/${await this.guild.channelId()}/autocomplete`;
    const { id } = await this.#post<{ id: string }>(path, {
      name: command,
      options: { [option]: text },
      focused: option,
    });
    return await until(`suggestions for ${option}`, async () => (await this.#view(id)).choices ?? undefined);
  }

  /** Presses a button of a message. */
  async clicks(message: MessageRef, customId: string): Promise<Answer> {
    return await this.picks(message, customId);
  }

  /** Picks values of a select menu. */
  async picks(message: MessageRef, customId: string, ...values: string[]): Promise<Answer> {
    const id = "id" in message ? message.id : message.messageId;
    const picked = values.length === 0 ? {} : { values };
    return await this.#answered(
      await this.#post<{ id: string }>(`/messages/${id}/components`, { customId, ...picked }),
    );
  }

  /** Fills in the form that an answer opened and sends it off. */
  async submits(answer: Answer, fields: Record<string, unknown>): Promise<Answer> {
    return await this.#answered(
      await this.#post<{ id: string }>(`/interactions/${answer.interactionId}/modal`, { fields }),
    );
  }

  async reacts(message: MessageRef, emoji: string): Promise<void> {
    const id = "id" in message ? message.id : message.messageId;
    await this.#post(`/messages/${id}/reactions`, { emoji });
  }

  /** Takes a reaction back. */
  async unreacts(message: MessageRef, emoji: string): Promise<void> {
    const id = "id" in message ? message.id : message.messageId;
    await call(this.guild.discordUrl, "DELETE", `/messages/${id}/reactions`, { userId: this.id, emoji });
  }

  /** Deletes a message. */
  async deletes(message: MessageRef): Promise<void> {
    const id = "id" in message ? message.id : message.messageId;
    await call(this.guild.discordUrl, "DELETE", `/messages/${id}`, { userId: this.id });
  }

  /** Deletes a channel or thread by its name. */
  async deletesChannel(name: string): Promise<void> {
    const path = `/channels/${await this.guild.channelId(name)}`;
    await call(this.guild.discordUrl, "DELETE", path, { userId: this.id });
  }

  /** Waits until the person has a role. */
  async has(roleId: string): Promise<void> {
    await until(`${this.username} to get role ${roleId}`, async () => (await this.roles()).includes(roleId));
  }

  /** Waits until the person has a role no more. */
  async lacks(roleId: string): Promise<void> {
    await until(
      `${this.username} to lose role ${roleId}`,
      async () => !(await this.roles()).includes(roleId),
    );
  }

  /** Waits until the person is banned, or no more. */
  async isBanned(banned = true): Promise<void> {
    await until(`${this.username} to be ${banned ? "banned" : "free to come back"}`, async () => {
      const { bans } = await this.guild.view();
      return bans.some(({ userId }) => userId === this.id) === banned;
    });
  }

  /** Goes into a voice channel, or out of any without a name. */
  async talksIn(channel?: string): Promise<void> {
    const channelId = channel === undefined ? null : await this.guild.channelId(channel);
    await this.#post(`/guilds/${this.guild.id}/voice`, { channelId });
  }

  /** Joins anew, after having left. */
  async returns(): Promise<void> {
    await this.#post(`/guilds/${this.guild.id}/members`, {});
  }

  async leaves(): Promise<void> {
    await call(this.guild.discordUrl, "DELETE", `/guilds/${this.guild.id}/members/${this.id}`);
  }

  /** Ids of the roles the person has now. */
  async roles(): Promise<string[]> {
    const { members } = await this.guild.view();
    return members.find(({ user }) => user.id === this.id)?.roles ?? [];
  }

  #post<T>(path: string, body: object): Promise<T> {
    return call<T>(this.guild.discordUrl, "POST", path, { userId: this.id, ...body });
  }

  #view(id: string): Promise<InteractionView> {
    return call(this.guild.discordUrl, "GET", `/interactions/${id}`);
  }

  async #answered({ id }: { id: string }): Promise<Answer> {
    const query = new URLSearchParams({ until: "responded", waitMs: String(PATIENCE_MS) });
    const view = await call<InteractionView>(this.guild.discordUrl, "GET", `/interactions/${id}?${query}`);
    if (view.state === "expired") throw new Error(`The script did not answer ${this.username} in time`);
    const [first, ...more] = view.responses.filter(({ deleted }) => !deleted);
    return {
      interactionId: id,
      ...(first ? { messageId: first.id } : {}),
      content: first?.content ?? "",
      embeds: first?.embeds ?? [],
      components: first?.components ?? [],
      ephemeral: first?.ephemeral ?? false,
      followUps: more.map(({ content, ephemeral }) => ({ content, ephemeral })),
      ...(view.modal ? { modal: view.modal } : {}),
    };
  }
}
