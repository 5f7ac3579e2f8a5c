import { print } from "../../output.ts";
import type { Happening } from "../happening.ts";
import { render } from "./render.ts";

/** Where happenings go. */
export interface Screen {
  show(happening: Happening): void;
}

/** One line of JSON each, or words; printed as they come. */
export function plainScreen(asJson: boolean): Screen {
  return { show: (happening) => print(asJson ? JSON.stringify(happening) : render(happening)) };
}
