import { ScriptError } from "@flora/model";
import type { DiscordRequestInput, DiscordResponse, RouteName } from "@flora/discord";
import type { HostHalf, InteractionGrant, OpContext } from "../contract.ts";
import { checkFiles, type Files, withFiles } from "../discord/files.ts";
import { bodyOf } from "../discord/refusal.ts";
import type { Authorise } from "../registry.ts";
import { judgeCallback } from "./rules.ts";
import type { InteractionOps } from "./schema.ts";

type Rest = Omit<DiscordRequestInput, "guildId" | "route" | "params" | "files"> & {
  params?: Record<string, string>;
  files?: Files | undefined;
};

/** Discord's code for a second answer to one interaction. */
const ALREADY_ACKNOWLEDGED = 40060;

const ownHandle = ({ interactions }: OpContext, { interaction }: { interaction: string }) =>
  void interactions.resolve(interaction);

const ownHandleAndFiles = (context: OpContext, call: { interaction: string; files?: Files | undefined }) => {
  ownHandle(context, call);
  checkFiles(context, call);
};

/** The handle must be live and this guild's, and staged files this isolate's. */
export const interactionsAuthorise: Authorise<InteractionOps> = {
  respond(context, call) {
    judgeCallback(context.interactions.resolve(call.interaction), call.type);
    if ("files" in call) checkFiles(context, call);
  },
  getOriginal: ownHandle,
  editOriginal: ownHandleAndFiles,
  deleteOriginal: ownHandle,
  followUp: ownHandleAndFiles,
  editFollowUp: ownHandleAndFiles,
  deleteFollowUp: ownHandle,
};

export const interactionsHost: HostHalf<InteractionOps> = {
  async respond(context, { interaction, withResponse, ...answer }) {
    const grant = context.interactions.resolve(interaction);
    const { type } = answer;
    const data = "data" in answer ? answer.data : undefined;
    const files = "files" in answer ? answer.files : undefined;
    const response = await ask(context, grant, "interactions.respond", {
      params: { interactionId: grant.interactionId },
      query: { with_response: withResponse },
      body: data === undefined ? { type } : { type, data },
      ...(files === undefined ? {} : { files }),
    });
    if (response.ok || response.discordCode === ALREADY_ACKNOWLEDGED) grant.acknowledged = true;
    return cleanBody(response, grant, interaction, "interactions.respond");
  },
  getOriginal: (context, { interaction }) => call(context, interaction, "interactions.getOriginal", {}),
  editOriginal: (context, { interaction, ...rest }) =>
    call(context, interaction, "interactions.editOriginal", rest),
  async deleteOriginal(context, { interaction }) {
    await call(context, interaction, "interactions.deleteOriginal", {});
    return null;
  },
  followUp: (context, { interaction, ...rest }) => call(context, interaction, "interactions.followUp", rest),
  editFollowUp: (context, { interaction, messageId, ...rest }) =>
    call(context, interaction, "interactions.editFollowUp", { params: { messageId }, ...rest }),
  async deleteFollowUp(context, { interaction, messageId }) {
    await call(context, interaction, "interactions.deleteFollowUp", { params: { messageId } });
    return null;
  },
};

async function call(context: OpContext, handle: string, route: RouteName, rest: Rest): Promise<unknown> {
  const grant = context.interactions.resolve(handle);
  return cleanBody(await ask(context, grant, route, rest), grant, handle, route);
}

/** Puts the true token where the script said its handle. */
function ask(
  context: OpContext,
  grant: InteractionGrant,
  route: RouteName,
  rest: Rest,
): Promise<DiscordResponse> {
  const { guildId, discord } = context;
  const params = { ...rest.params, interactionToken: grant.token };
  return withFiles(context, rest.files, () => discord.request({ ...rest, guildId, route, params }));
}

/** Discord's body or refusal with the token, should it occur there, turned back into the handle. */
function cleanBody(
  response: DiscordResponse,
  grant: InteractionGrant,
  handle: string,
  route: RouteName,
): unknown {
  const clean = (value: unknown) => withoutToken(value, grant.token, handle);
  try {
    return clean(bodyOf(response, route));
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    throw new ScriptError(
      error.code,
      clean(error.message) as string,
      clean(error.details) as typeof error.details,
    );
  }
}

function withoutToken(value: unknown, token: string, handle: string): unknown {
  const json = JSON.stringify(value);
  const quoted = JSON.stringify(token).slice(1, -1);
  if (json === undefined || quoted === "" || !json.includes(quoted)) return value;
  return JSON.parse(json.replaceAll(quoted, handle));
}
