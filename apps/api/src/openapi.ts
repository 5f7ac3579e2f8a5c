import { type Rule, rules } from "./access/rules.ts";
import type { Api, ApiParts } from "./context.ts";

/** Serves what all routes describe, with what each takes of its caller. */
export function serveDescription(api: Api, { version }: ApiParts): void {
  api.openAPIRegistry.registerComponent("securitySchemes", "token", { type: "http", scheme: "bearer" });
  api.openAPIRegistry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: "flora-session",
    description: "Called `__Host-flora-session` where flora is reached over https",
  });
  api.get("/api/openapi.json", (c) => {
    const document = api.getOpenAPI31Document({ openapi: "3.1.0", info: { title: "flora", version } });
    for (const [path, operations] of Object.entries(document.paths ?? {})) {
      for (const [method, operation] of Object.entries(operations)) {
        const rule = rules[`${method.toUpperCase()} ${path}`];
        if (!rule) continue;
        operation.security = securityOf(rule);
        operation["x-flora-needs"] = rule.needs;
      }
    }
    return c.json(document);
  });
}

/** Any of them is enough. */
function securityOf({ needs, proof }: Rule): Record<string, string[]>[] {
  if (needs === "nobody") return [];
  if (proof !== undefined) return [{ [proof]: [] }];
  return [{ token: [] }, { session: [] }];
}
