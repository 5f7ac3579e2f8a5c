/** @module Acts as a person in the emulator, over its control surface. */

export interface Message {
  id: string;
  channel_id: string;
  content: string;
  author: { id: string; bot?: boolean };
  embeds: { title?: string; description?: string }[];
  components: { components: { custom_id?: string }[] }[];
  message_reference?: { message_id?: string };
}

export interface InteractionState {
  id: string;
  state: string;
  responses: (Message & { ephemeral: boolean })[];
  /** Suggestions, once they were given. */
  choices: { name: string; value: string }[] | null;
}

/** One emulator as a test's users see it. */
export class Discord {
  constructor(private readonly url: string) {}

  say(channelId: string, userId: string, content: string): Promise<Message> {
    return this.#post(`/channels/${channelId}/messages`, { userId, content });
  }

  command(
    channelId: string,
    userId: string,
    name: string,
    options: Record<string, unknown> = {},
  ): Promise<{ id: string }> {
    return this.#post(`/channels/${channelId}/commands`, { userId, name, options });
  }

  /** Uses an entry of a message's menu. */
  menu(channelId: string, userId: string, name: string, targetId: string): Promise<{ id: string }> {
    return this.#post(`/channels/${channelId}/commands`, { userId, name, type: "message", targetId });
  }

  /** Types in the option `focused` of a command. */
  complete(
    channelId: string,
    userId: string,
    name: string,
    options: Record<string, unknown>,
    focused: string,
  ): Promise<{ id: string }> {
    return this.#post(`/channels/${channelId}/autocomplete`, { userId, name, options, focused });
  }

  join(guildId: string, userId: string): Promise<unknown> {
    return this.#post(`/guilds/${guildId}/members`, { userId });
  }

  press(messageId: string, userId: string, customId: string): Promise<{ id: string }> {
    return this.#post(`/messages/${messageId}/components`, { userId, customId });
  }

  /** The first channel of a guild, and its owner. */
  async firstOf(guildId: string): Promise<{ channelId: string; userId: string }> {
    const { channels, ownerId } = await this.#get<{ channels: { id: string }[]; ownerId: string }>(
      `/guilds/${guildId}`,
    );
    return { channelId: channels[0]!.id, userId: ownerId };
  }

  messages(channelId: string): Promise<Message[]> {
    return this.#get(`/channels/${channelId}/messages`);
  }

  interaction(id: string): Promise<InteractionState> {
    return this.#get(`/interactions/${id}`);
  }

  #get<T>(path: string): Promise<T> {
    return this.#send("GET", path);
  }

  #post<T>(path: string, body: unknown): Promise<T> {
    return this.#send("POST", path, body);
  }

  async #send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url}/emulator/v1${path}`, {
      method,
      headers: body === undefined ? {} : { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as T;
  }
}
