import { ScriptError } from "@flora/model";
import type { InteractionGrant } from "../contract.ts";

const COMMAND = 2;
const AUTOCOMPLETE = 4;
const MODAL_SUBMIT = 5;

/** Callback types Discord refuses for a type of interaction, refused here before a request is spent. */
export function judgeCallback(grant: InteractionGrant, type: number): void {
  const wrong = (state: string) => {
    throw new ScriptError("INVALID_ARGUMENT", `Cannot respond with type ${type}: ${state}`, { path: "type" });
  };
  if (grant.type === AUTOCOMPLETE && type !== 8) wrong("an autocomplete takes choices only");
  if (grant.type !== AUTOCOMPLETE && type === 8) wrong("only an autocomplete takes choices");
  if (grant.type === MODAL_SUBMIT && type === 9) wrong("a modal cannot answer a modal");
  if (grant.type === COMMAND && (type === 6 || type === 7)) wrong("a command has no message to update");
}
