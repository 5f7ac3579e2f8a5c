/** @module What the API says of itself, for tests that hold it to that. */
import type { Schema } from "../../docs/notation.ts";

interface Content {
  [type: string]: { schema?: Schema };
}

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
  schema: Schema;
}

export interface Operation {
  /** As `GET /api/guilds`. */
  name: string;
  method: string;
  path: string;
  /** What it takes of its caller. */
  needs: string;
  parameters: Parameter[];
  /** By content type. */
  body: Content | undefined;
  responses: Record<string, { description: string; headers?: Record<string, unknown>; content?: Content }>;
}

interface Document {
  paths: Record<
    string,
    Record<string, {
      parameters?: Parameter[];
      requestBody?: { content: Content };
      responses: Operation["responses"];
      "x-flora-needs": string;
    }>
  >;
  components: { schemas: Record<string, Schema> };
}

export interface Described {
  operations: Operation[];
  schemas: Record<string, Schema>;
}

export function readDocument({ paths, components }: Document): Described {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([key, described]) => ({
      name: `${key.toUpperCase()} ${path}`,
      method: key.toUpperCase(),
      path,
      needs: described["x-flora-needs"],
      parameters: described.parameters ?? [],
      body: described.requestBody?.content,
      responses: described.responses,
    }))
  );
  return { operations, schemas: components.schemas };
}
