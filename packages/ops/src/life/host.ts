import type { HostHalf } from "../contract.ts";
import type { LifeOps } from "./schema.ts";

export const lifeHost: HostHalf<LifeOps> = {
  keepAwake(context, { ms }) {
    context.keepAwake(context.now() + ms);
    return null;
  },
};
