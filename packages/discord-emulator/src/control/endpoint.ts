import { createRoute, OpenAPIHono, type RouteConfig, z } from "@hono/zod-openapi";
import { ControlError, type Problem } from "./errors.ts";

/** The app the control endpoints are added to. */
export type ControlApp = OpenAPIHono;

const problem = z.object({ path: z.string(), message: z.string() });
const errorSchema = z.object({ error: z.string(), problems: z.array(problem) }).openapi("Error");
const json = (schema: z.ZodType) => ({ "application/json": { schema } });

/** An empty control app whose refusals are JSON with the field's path. */
export function createControlApp(): ControlApp {
  const app = new OpenAPIHono({
    defaultHook: (result, c) => {
      if (result.success) return;
      const problems = result.error.issues.map((issue): Problem => ({
        path: issue.path.join("."),
        message: issue.message,
      }));
      const [first] = problems;
      return c.json({
        error: `Cannot read the request: ${first?.path || "body"}: ${first?.message}`,
        problems,
      }, 400);
    },
  });
  app.onError((error, c) => {
    if (error instanceof ControlError) {
      return c.json({ error: error.message, problems: error.problems }, error.status);
    }
    if (error.name === "HTTPException") {
      return c.json({ error: `Cannot read the request: ${error.message}`, problems: [] }, 400);
    }
    return c.json({ error: `Cannot do it: ${error.message}`, problems: [] }, 500);
  });
  return app;
}

/** Adds one endpoint: its schemas describe it, judge what comes in, and type the handler. */
export function endpoint<
  P extends z.ZodObject = z.ZodObject<Record<never, never>>,
  B extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodObject = z.ZodObject<Record<never, never>>,
>(
  app: ControlApp,
  method: "get" | "post" | "delete",
  path: string,
  about: { summary: string; params?: P; body?: B; query?: Q; result: z.ZodType; status?: 200 | 201 },
  handle: (given: { params: z.output<P>; body: z.output<B>; query: z.output<Q> }) => unknown,
): void {
  const status = about.status ?? 200;
  const request: RouteConfig["request"] = {};
  if (about.params) request.params = about.params;
  if (about.query) request.query = about.query;
  if (about.body) request.body = { content: json(about.body), required: true };
  const described = createRoute({
    method,
    path,
    summary: about.summary,
    request,
    responses: {
      [status]: { description: about.summary, content: json(about.result) },
      400: { description: "Refused", content: json(errorSchema) },
      404: { description: "Not there", content: json(errorSchema) },
    },
  });
  app.openapi(described, async (c) => {
    const valid = (kind: string) => (c.req as unknown as { valid(kind: string): unknown }).valid(kind);
    const result = await handle({
      params: (about.params ? valid("param") : {}) as z.output<P>,
      body: (about.body ? valid("json") : undefined) as z.output<B>,
      query: (about.query ? valid("query") : {}) as z.output<Q>,
    });
    return c.json(result as never, status as never);
  });
}
