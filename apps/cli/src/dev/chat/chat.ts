import type { Answer, Guild, TestClock } from "@flora/sdk/testing";
import { Member } from "@flora/sdk/testing/member";
import type { Tell } from "../happening.ts";
import type { MessageFeed } from "../show/message-feed.ts";
import { withMentions } from "../show/readable.ts";
import { type ChatCommand, chatCommands } from "./commands.ts";
import { Form } from "./form.ts";
import { ChatError, type Lookup } from "./lookup.ts";
import { bindValues, readCommand, splitWord } from "./options.ts";

export interface ChatParts {
  guild: Guild;
  lookup: Lookup;
  feed: MessageFeed;
  tell: Tell;
  clock: TestClock;
  /** Deploys anew, changed or not. */
  reload(): Promise<void>;
  /** Ends everything. */
  quit(): void;
}

/** A person at the terminal: who they are now, where they write, and what each line they type does. */
export class Chat {
  #memberId: string;
  #channelId: string;
  #form: { form: Form; answer: Answer; member: Member } | undefined;

  constructor(readonly parts: ChatParts) {
    const { lookup } = parts;
    this.#memberId = lookup.memberId(lookup.members.find((name) => name !== this.#owner) ?? this.#owner);
    this.#channelId = lookup.channels[0]!.id;
  }

  get #owner(): string {
    const { world, guild } = this.parts.lookup;
    return world.user(guild.ownerId).username;
  }

  /** What stands before the line that is typed. */
  get prompt(): string {
    const question = this.#form?.form.question;
    return question ? `${question}: ` : `${this.memberName} #${this.channelName}> `;
  }

  get memberName(): string {
    return this.parts.lookup.world.user(this.#memberId).username;
  }

  get channelName(): string {
    return this.parts.lookup.world.channels.get(this.#channelId)?.name ?? "deleted channel";
  }

  get channelId(): string {
    return this.#channelId;
  }

  /** Whether the next line belongs to a form. */
  get fillsForm(): boolean {
    return this.#form !== undefined;
  }

  get member(): Member {
    return new Member(this.#memberId, this.memberName, this.parts.guild);
  }

  become(name: string): void {
    this.#memberId = this.parts.lookup.memberId(name);
  }

  goTo(channel: string): void {
    this.#channelId = this.parts.lookup.channelId(channel);
  }

  /** Does what a line says; problems are told, never thrown. */
  async handle(line: string): Promise<void> {
    try {
      if (this.#form) await this.#fill(line);
      else if (line.trim() !== "") await this.perform(line.trim());
    } catch (error) {
      // The simulation's own words, without the request they came through.
      const text = (error as Error).message.replace(/^Cannot (?:GET|POST|PUT|DELETE) \S+: /, "");
      this.parts.tell({ type: "problem", text });
    }
  }

  /** One line that is no field of a form. */
  async perform(line: string): Promise<void> {
    if (!line.startsWith("/")) return await this.say(line);
    const [word, rest] = splitWord(line.slice(1));
    const own: ChatCommand | undefined = chatCommands[word];
    if (own) await own.run(this, rest);
    // A second slash: the script's own, whatever this chat calls so.
    else await this.#use(word.replace(/^\//, ""), rest);
  }

  async say(text: string, replyTo?: string): Promise<void> {
    const { lookup } = this.parts;
    const content = withMentions(lookup.world, lookup.guildId, text);
    await this.member.says(content, { channel: this.#channelId, ...replyTo ? { replyTo } : {} });
  }

  async #use(name: string, text: string): Promise<void> {
    const { lookup } = this.parts;
    const typed = readCommand(lookup.command(name), text);
    const options = await bindValues(lookup, typed);
    await this.take((member) => member.runs(name, options, { channel: this.#channelId }));
  }

  /** Does something that the script answers; a form in the answer is filled in next. */
  async take(act: (member: Member) => Promise<Answer>): Promise<void> {
    const { member } = this;
    const answer = await act(member);
    if (!answer.modal) return;
    const form = new Form(answer.modal, this.parts.lookup);
    this.#form = { form, answer, member };
    this.parts.tell({ type: "form", title: form.title, member: member.username, fields: form.labels });
    if (form.question === undefined) await this.#submit();
  }

  async #fill(line: string): Promise<void> {
    if (line.trim() === "/cancel") {
      this.#form = undefined;
      return this.parts.tell({ type: "note", text: "The form was closed." });
    }
    const { form } = this.#form!;
    form.answer(line);
    if (form.question === undefined) await this.#submit();
  }

  async #submit(): Promise<void> {
    const { form, answer, member } = this.#form!;
    this.#form = undefined;
    await this.take(() => member.submits(answer, form.values));
  }

  /** The message with a number. */
  messageId(text: string): string {
    const id = this.parts.feed.numbers.at(Number(text.replace(/^#/, "")));
    if (id === undefined) throw new ChatError(`find message "${text}": name it by its number, such as #1`);
    return id;
  }
}
