import type { Wire } from "../state/types.ts";

/** One refusal of Discord: HTTP status, code, message. */
type Row = readonly [status: number, code: number, message: string];

/** Every refusal the emulator knows, by a name of its own. */
const TABLE = {
  unauthorized: [401, 0, "401: Unauthorized"],
  notFound: [404, 0, "404: Not Found"],
  methodNotAllowed: [405, 0, "405: Method Not Allowed"],
  unknownApplication: [404, 10002, "Unknown Application"],
  unknownChannel: [404, 10003, "Unknown Channel"],
  unknownGuild: [404, 10004, "Unknown Guild"],
  unknownInvite: [404, 10006, "Unknown Invite"],
  unknownMember: [404, 10007, "Unknown Member"],
  unknownMessage: [404, 10008, "Unknown Message"],
  unknownOverwrite: [404, 10009, "Unknown Permission Overwrite"],
  unknownRole: [404, 10011, "Unknown Role"],
  unknownUser: [404, 10013, "Unknown User"],
  unknownEmoji: [404, 10014, "Unknown Emoji"],
  unknownWebhook: [404, 10015, "Unknown Webhook"],
  unknownBan: [404, 10026, "Unknown Ban"],
  unknownSticker: [404, 10060, "Unknown sticker"],
  unknownInteraction: [404, 10062, "Unknown interaction"],
  unknownCommand: [404, 10063, "Unknown application command"],
  unknownVoiceState: [404, 10065, "Unknown Voice State"],
  unknownCommandPermissions: [404, 10066, "Unknown application command permissions"],
  unknownStage: [404, 10067, "Unknown Stage Instance"],
  unknownEvent: [404, 10070, "Unknown Guild Scheduled Event"],
  tooManyPins: [400, 30003, "Maximum number of pins reached (250)"],
  tooManyReactions: [400, 30010, "Maximum number of reactions reached (20)"],
  tooManyRoles: [400, 30005, "Maximum number of guild roles reached (250)"],
  tooManyChannels: [400, 30013, "Maximum number of guild channels reached (500)"],
  tooManyStickers: [400, 30039, "Maximum number of stickers reached (5)"],
  tooManyWebhooks: [400, 30007, "Maximum number of webhooks reached (15)"],
  requestTooLarge: [413, 40005, "Request entity too large"],
  unknownSound: [404, 10097, "Unknown sound"],
  alreadyAcknowledged: [400, 40060, "Interaction has already been acknowledged."],
  alreadyCrossposted: [400, 40033, "This message has already been crossposted."],
  missingAccess: [403, 50001, "Missing Access"],
  wrongChannelForDirect: [403, 50003, "Cannot execute action on this channel type"],
  notOwnMessage: [403, 50005, "Cannot edit a message authored by another user"],
  emptyMessage: [400, 50006, "Cannot send an empty message"],
  cannotMessageUser: [403, 50007, "Cannot send messages to this user"],
  notTextChannel: [400, 50008, "Cannot send messages in a non-text channel"],
  missingPermissions: [403, 50013, "Missing Permissions"],
  bulkDeleteCount: [
    400,
    50016,
    "Provided too few or too many messages to delete. Must provide at least 2 and at most 100 messages",
  ],
  systemMessage: [403, 50021, "Cannot execute action on a system message"],
  wrongChannelType: [400, 50024, "Cannot execute action on this channel type"],
  invalidWebhookToken: [401, 50027, "Invalid Webhook Token"],
  invalidRole: [400, 50028, "Invalid Role"],
  bulkDeleteTooOld: [400, 50034, "You can only bulk delete messages that are under 14 days old."],
  invalidForm: [400, 50035, "Invalid Form Body"],
  invalidApiVersion: [400, 50041, "Invalid API version"],
  invalidJson: [400, 50109, "The request body contains invalid JSON."],
  threadArchived: [400, 50083, "Thread is archived"],
  threadExists: [400, 160004, "A thread has already been created for this message"],
  threadLocked: [403, 160005, "Thread is locked"],
  stageOpen: [400, 150006, "The Stage is already open"],
  pollExpired: [400, 520001, "Poll expired"],
  notAPoll: [400, 520006, "Cannot expire a non-poll message"],
} as const satisfies Record<string, Row>;

/** Names of refusals. */
type Refusal = keyof typeof TABLE;

/** One complaint about a field of a request body: where, which code, which words. */
export interface FieldProblem {
  path: readonly PropertyKey[];
  code: string;
  message: string;
}

/** A refusal on its way to the client. */
export class DiscordError extends Error {
  override readonly name = "DiscordError";
  readonly status: number;
  readonly code: number;
  readonly problems: readonly FieldProblem[];

  constructor(refusal: Refusal, problems: readonly FieldProblem[] = []) {
    const [status, code, message] = TABLE[refusal];
    super(message);
    this.status = status;
    this.code = code;
    this.problems = problems;
  }

  /** The body as Discord writes it, with complaints nested along their paths. */
  body(): Wire {
    const body: Wire = { message: this.message, code: this.code };
    if (this.problems.length) body.errors = nest(this.problems);
    return body;
  }
}

/** Refuses a request. */
export function refuse(refusal: Refusal): never {
  throw new DiscordError(refusal);
}

/** Refuses a request body because of one field. */
export function refuseField(path: PropertyKey[], code: string, message: string): never {
  throw new DiscordError("invalidForm", [{ path, code, message }]);
}

function nest(problems: readonly FieldProblem[]): Wire {
  const root: Wire = {};
  for (const { path, code, message } of problems) {
    let at = root;
    for (const key of path) at = (at[String(key)] ??= {}) as Wire;
    const list = (at._errors ??= []) as Wire[];
    list.push({ code, message });
  }
  return root;
}
