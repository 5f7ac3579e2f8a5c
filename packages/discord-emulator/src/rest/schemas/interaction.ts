import { byType, decimal, flag, integer, list, model, text } from "../form.ts";
import { z } from "zod";
import { modal } from "./component.ts";
import { messageCreate, messageEdit } from "./message.ts";

const autocompleteChoice = model({ name: text(100, 1), value: z.union([text(100, 1), decimal()]) });
const type = integer();

/** `POST /interactions/:id/:token/callback`. */
export const callback = byType({
  1: model({ type }),
  4: model({ type, data: messageCreate }),
  5: model({ type, data: messageCreate.nullish() }),
  6: model({ type }),
  7: model({ type, data: messageEdit.nullish() }),
  8: model({ type, data: model({ choices: list(autocompleteChoice, 25) }) }),
  9: model({ type, data: modal }),
  12: model({ type }),
});

/** Whether the answer shall carry the message. */
export const callbackQuery = model({ with_response: flag().optional() });
