import { z } from "@hono/zod-openapi";
import type { RestParts } from "../rest/app.ts";
import { messageWire } from "../wire/message.ts";
import { react, runCommand, sendAs, submitModal, useComponent } from "./act.ts";
import { type ControlApp, createControlApp, endpoint } from "./endpoint.ts";
import { addGuildEndpoints } from "./guilds.ts";
import { addObservationEndpoints } from "./observe.ts";
import { addRemoving } from "./remove.ts";
import { addTakingPart } from "./take-part.ts";
import { addTroubleEndpoints } from "./trouble.ts";
import * as s from "./schemas.ts";

const interactionCreated = z.object({ id: s.id, type: z.number() });

/** The control surface below `/emulator/v1`: act as a person, look at everything, make trouble. */
export function controlApp(parts: RestParts): ControlApp {
  const { world } = parts;
  const app = createControlApp();
  endpoint(app, "post", "/channels/{id}/messages", {
    summary: "Write a message as a person",
    params: s.idParams,
    body: s.newMessage,
    result: s.wire,
    status: 201,
  }, ({ params, body }) => messageWire(world, sendAs(world, params.id, body), body.userId));
  endpoint(app, "post", "/channels/{id}/commands", {
    summary: "Use a slash command or a context menu entry as a person",
    params: s.idParams,
    body: s.slashUse,
    result: interactionCreated,
    status: 201,
  }, ({ params, body }) => created(runCommand(world, params.id, body)));
  endpoint(app, "post", "/channels/{id}/autocomplete", {
    summary: "Type into an option that completes itself",
    params: s.idParams,
    body: s.autocompleteUse,
    result: interactionCreated,
    status: 201,
  }, ({ params, body }) => created(runCommand(world, params.id, body)));
  endpoint(app, "post", "/messages/{id}/components", {
    summary: "Press a button or pick from a menu as a person",
    params: s.idParams,
    body: s.componentUse,
    result: interactionCreated,
    status: 201,
  }, ({ params, body }) => created(useComponent(world, params.id, body)));
  endpoint(app, "post", "/interactions/{id}/modal", {
    summary: "Submit the modal that the interaction opened",
    params: s.idParams,
    body: s.modalSubmit,
    result: interactionCreated,
    status: 201,
  }, ({ params, body }) => created(submitModal(world, params.id, body)));
  endpoint(app, "post", "/messages/{id}/reactions", {
    summary: "React as a person",
    params: s.idParams,
    body: s.reaction,
    result: z.object({ changed: z.boolean() }),
  }, ({ params, body }) => ({ changed: react(world, params.id, body, true) }));
  endpoint(app, "delete", "/messages/{id}/reactions", {
    summary: "Take a person's reaction away",
    params: s.idParams,
    body: s.reaction,
    result: z.object({ changed: z.boolean() }),
  }, ({ params, body }) => ({ changed: react(world, params.id, body, false) }));
  addTakingPart(app, world);
  addRemoving(app, world);
  addGuildEndpoints(app, world, parts.oauth2);
  addObservationEndpoints(app, parts);
  addTroubleEndpoints(app, parts);
  app.doc("/openapi.json", {
    openapi: "3.0.3",
    info: { title: "flora Discord emulator: control surface", version: "1" },
    servers: [{ url: "/emulator/v1" }],
  });
  app.notFound((c) =>
    c.json({ error: `Cannot find ${c.req.method} ${c.req.path}: no such endpoint`, problems: [] }, 404)
  );
  return app;
}

function created({ id, type }: { id: string; type: number }) {
  return { id, type };
}
