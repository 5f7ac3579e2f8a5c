import type { Message } from "@flora/discord-emulator/state/types";
import type { World } from "@flora/discord-emulator/state/world";
import type { Control, SeenMessage, Tell } from "../happening.ts";
import { controlsOf, linesOf } from "./describe-message.ts";
import { Numbers } from "./numbers.ts";
import { readable } from "./readable.ts";

/** How many of a channel's newest messages are looked at again for changes. */
const LOOKED_AT = 200;

/** Tells of every message of a guild that appears, changes or goes, those only one member sees included. */
export class MessageFeed {
  readonly numbers = new Numbers();
  /** Buttons and menus; each is `message id/custom id`. */
  readonly controls = new Numbers();
  readonly #told = new Map<string, { text: string; message: Message }>();
  readonly #stop: () => void;
  #due = false;

  constructor(private readonly world: World, private readonly guildId: string, private readonly tell: Tell) {
    this.#stop = world.bus.onChange(() => this.#soon());
  }

  close(): void {
    this.#stop();
  }

  /** A button or menu as it stands now. */
  controlOf(messageId: string, customId: string): Control | undefined {
    const message = this.world.findMessage(messageId);
    const number = this.controls.of(`${messageId}/${customId}`);
    return message && controlsOf(message, (id) => this.controls.of(`${messageId}/${id}`))
      .find((control) => control.number === number);
  }

  /** One look for all changes of one turn of the event loop. */
  #soon(): void {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      this.look();
    });
  }

  /** Tells what is new since the last look. */
  look(): void {
    const there = new Set<string>();
    for (const message of this.#messages()) {
      there.add(message.id);
      const before = this.#told.get(message.id);
      const seen = this.#describe(message, before ? "edited" : "new");
      const text = JSON.stringify([seen.lines, seen.controls]);
      if (before?.text === text) continue;
      this.#told.set(message.id, { text, message });
      this.tell(seen);
    }
    for (const [id, { message }] of this.#told) {
      if (there.has(id)) continue;
      this.#told.delete(id);
      if (!this.world.findMessage(id)) this.tell(this.#describe(message, "deleted"));
    }
  }

  #messages(): Message[] {
    const guild = this.world.guilds.get(this.guildId);
    if (!guild) return [];
    return [...guild.channelIds, ...guild.threadIds].flatMap((id) =>
      this.world.messagesOf(id).slice(-LOOKED_AT)
    );
  }

  #describe(message: Message, change: SeenMessage["change"]): SeenMessage {
    const { world } = this;
    const author = world.user(message.authorId);
    const read = (text: string) => readable(world, this.guildId, text);
    const answered = message.type === 19 ? message.reference?.messageId : undefined;
    return {
      type: "message",
      change,
      number: this.numbers.of(message.id),
      channel: world.channels.get(message.channelId)?.name ?? "deleted channel",
      author: message.webhookAuthor?.name ?? author.username,
      bot: author.bot || message.webhookId !== null,
      ...message.ephemeralFor ? { onlyFor: world.user(message.ephemeralFor).username } : {},
      ...answered ? { replyTo: this.numbers.of(answered) } : {},
      lines: change === "deleted" ? [] : linesOf(message).map(read),
      controls: change === "deleted"
        ? []
        : controlsOf(message, (customId) => this.controls.of(`${message.id}/${customId}`)),
    };
  }
}
