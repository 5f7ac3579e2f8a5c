import type { HostHalf } from "../contract.ts";
import type { LifeOps } from "./schema.ts";

/** As long as a script may take over what it does when nobody came. */
const AFTERWARDS_MS = 5_000;

export const lifeHost: HostHalf<LifeOps> = {
  keepAwake(context, { ms }) {
    context.keepAwake(context.now() + ms + AFTERWARDS_MS);
    return null;
  },
};
