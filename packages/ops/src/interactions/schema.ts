/** @module Ops on interactions: scripts name one by its handle; ids and tokens stay on the host. */
import { z } from "zod";
import { Snowflake } from "@flora/model";
import { countComponents, ModalComponent } from "../discord/components.ts";
import { Files } from "../discord/files.ts";
import { DeferData, InteractionEdit, InteractionMessage, isEmptyMessage } from "../discord/message-body.ts";
import { text } from "../discord/text.ts";

/** Judged by the handle registry, which does not tell malformed from unknown. */
const interaction = z.string().max(64);
const files = Files.optional();

const Choice = z.object({
  name: text(100, 1),
  name_localizations: z.record(z.string().max(8), text(100, 1)).nullish(),
  value: z.union([text(100), z.number()]),
});

export const Modal = z.object({
  custom_id: text(100, 1),
  title: text(45, 1),
  components: z.array(ModalComponent).min(1).max(5),
}).refine((modal) => countComponents(modal.components).duplicate === undefined, {
  path: ["components"],
  message: "must not repeat a custom id",
});

const common = { interaction, withResponse: z.boolean().default(false) };

/** Discord's callback types that a guild script may use, each with its own data. */
const Respond = z.discriminatedUnion("type", [
  z.object({ ...common, type: z.literal(4), data: InteractionMessage, files }),
  z.object({ ...common, type: z.literal(5), data: DeferData.optional() }),
  z.object({ ...common, type: z.literal(6) }),
  z.object({ ...common, type: z.literal(7), data: InteractionEdit.optional(), files }),
  z.object({ ...common, type: z.literal(8), data: z.object({ choices: z.array(Choice).max(25) }) }),
  z.object({ ...common, type: z.literal(9), data: Modal }),
]).superRefine((respond, context) => {
  if (respond.type === 4 && isEmptyMessage(respond.data, respond.files)) {
    context.addIssue({ code: "custom", path: ["data"], message: "must not be an empty message" });
  }
});

const followUp = z.object({ interaction, body: InteractionMessage, files }).superRefine((call, context) => {
  if (isEmptyMessage(call.body, call.files)) {
    context.addIssue({ code: "custom", path: ["body"], message: "must not be an empty message" });
  }
});

/** Discord's answer: a message, the callback response, or null where it sends none. */
const result = z.unknown();

export const interactionOps = {
  respond: { args: Respond, result },
  getOriginal: { args: z.object({ interaction }), result },
  editOriginal: { args: z.object({ interaction, body: InteractionEdit, files }), result },
  deleteOriginal: { args: z.object({ interaction }), result: z.null() },
  followUp: { args: followUp, result },
  editFollowUp: {
    args: z.object({ interaction, messageId: Snowflake, body: InteractionEdit, files }),
    result,
  },
  deleteFollowUp: { args: z.object({ interaction, messageId: Snowflake }), result: z.null() },
};
export type InteractionOps = typeof interactionOps;
