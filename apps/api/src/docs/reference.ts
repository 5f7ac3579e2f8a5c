/** @module The OpenAPI document as a reference shows it; page and Markdown are made from this. */
import { type ControlErrorCode, controlErrorCodes } from "@flora/model";
import { statuses, titles } from "../errors.ts";
import { notation, noteOf, type Schema } from "./notation.ts";
import { sections } from "./sections.ts";

interface Content {
  [type: string]: { schema?: Schema };
}

/** What of the document is read. */
export interface Description {
  paths?: Record<string, Record<string, DescribedOperation>>;
  components?: { schemas?: Record<string, Schema> };
}

interface DescribedOperation {
  operationId?: string;
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema; description?: string }[];
  requestBody?: { content: Content };
  responses: Record<string, { description: string; content?: Content }>;
  "x-flora-needs"?: string;
}

export interface TypedText {
  /** Content type. */
  type: string;
  text: string;
}

export interface Operation {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  needs: string;
  parameters: { name: string; in: string; required: boolean; type: string; note: string }[];
  bodies: TypedText[];
  answers: { status: string; description: string; bodies: TypedText[] }[];
  /** Besides those of every route: codes, or what it says where it is no problem. */
  errors: string[];
}

export interface Reference {
  sections: { title: string; about: string; operations: Operation[] }[];
  types: { name: string; text: string }[];
  errors: { code: ControlErrorCode; status: number; title: string }[];
}

const needs: Record<string, string> = {
  nobody: "no login",
  anybody: "a token or a session",
  viewer: "viewer of the guild",
  editor: "editor of the guild",
  admin: "admin of the guild",
  operator: "operator",
};

export function referenceOf({ paths = {}, components = {} }: Description): Reference {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      tag: operation.tags?.[0],
      operation: readOperation(method.toUpperCase(), path, operation),
    }))
  );
  return {
    sections: sections.map(({ title, about }) => ({
      title,
      about,
      operations: operations.filter(({ tag }) => tag === title).map(({ operation }) => operation),
    })),
    types: Object.entries(components.schemas ?? {}).sort(([one], [other]) => one < other ? -1 : 1)
      .map(([name, schema]) => ({ name, text: notation(schema) })),
    errors: controlErrorCodes.map((code) => ({ code, status: statuses[code], title: titles[code] })),
  };
}

function readOperation(method: string, path: string, described: DescribedOperation): Operation {
  const { operationId = "", summary = "", description = "", parameters = [], requestBody, responses } =
    described;
  const all = Object.entries(responses);
  return {
    id: operationId,
    method,
    path,
    summary,
    description,
    needs: needs[described["x-flora-needs"] ?? ""] ?? "",
    parameters: parameters.map(({ name, in: place, required = false, schema = {}, description }) => ({
      name,
      in: place,
      required,
      type: notation(schema),
      note: noteOf({ ...schema, description: description ?? schema.description }),
    })),
    bodies: textsOf(requestBody?.content),
    answers: all.filter(([status]) => Number(status) < 400).map(([status, answer]) => ({
      status,
      description: answer.description,
      bodies: textsOf(answer.content),
    })),
    errors: all.filter(([status]) => Number(status) >= 400).flatMap(([status, answer]) =>
      errorsOf(status, answer)
    ),
  };
}

/** What routes with a token can answer in any case. */
const everywhere = ["INVALID_REQUEST", "UNAUTHORIZED", "FORBIDDEN", "RATE_LIMITED", "INTERNAL"];

function errorsOf(
  status: string,
  { description, content = {} }: { description: string; content?: Content },
): string[] {
  if (!("application/problem+json" in content)) return [`${status} (${description})`];
  const codes = [...description.matchAll(/`([A-Z_]+)`/g)].map(([, code]) => code!);
  return codes.filter((code) => !everywhere.includes(code));
}

function textsOf(content: Content = {}): TypedText[] {
  return Object.entries(content).map(([type, { schema = {} }]) => ({ type, text: notation(schema) }));
}
