import { ControlError } from "@flora/model";
import { type apiMethods, type Link, LinkClosedError, type Methods } from "@flora/protocol";
import type { z } from "zod";
import { withTimeout } from "../pool/worker-link.ts";

type Api = typeof apiMethods;

/** The API, as far as it answers what people ask of flora inside Discord. */
export class Office {
  constructor(private readonly link: Pick<Link<Api, Methods>, "call" | "closed">) {}

  get closed(): Promise<void> {
    return this.link.closed;
  }

  /** Rejects with ControlError: the API's own, or UNAVAILABLE where it is gone or does not answer in time. */
  async call<K extends keyof Api & string>(
    method: K,
    params: z.input<Api[K]["params"]>,
    timeoutMs: number,
  ): Promise<z.output<Api[K]["result"]>> {
    try {
      return await withTimeout(this.link.call(method, params), timeoutMs, `the API to ${method}`);
    } catch (error) {
      if (error instanceof LinkClosedError) {
        throw new ControlError("UNAVAILABLE", "Cannot ask the API: it went away before it answered");
      }
      throw error;
    }
  }
}
