/** @module Whether an answer is one that the API's description allows. */
import assert from "node:assert/strict";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { Problem } from "@flora/protocol/api";
import type { ControlErrorCode } from "@flora/model";
import type { Schema } from "../../docs/notation.ts";
import { statuses } from "../../errors.ts";
import type { Described, Operation } from "./operations.ts";

export interface Answer {
  status: number;
  type: string;
  /** The header Retry-After. */
  retryAfter: string | null;
  text: string;
}

export class Judge {
  readonly #ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  readonly #compiled = new Map<Schema, ValidateFunction>();

  constructor({ schemas }: Described) {
    addFormats.default(this.#ajv);
    this.#ajv.addKeyword("components");
    this.#ajv.addSchema({ $id: "document", components: { schemas } });
  }

  /** Throws where the description does not say that this may be answered. */
  judge({ name, responses }: Operation, { status, type, text, retryAfter }: Answer): void {
    const where = `${name}: ${status} ${text.slice(0, 300)}`;
    const described = responses[status];
    assert.ok(described, `${where}: no such answer is described`);
    if (described.headers?.["Retry-After"]) assert.match(retryAfter ?? "", /^[1-9]\d*$/, where);
    const content = described.content ?? {};
    const [media] = type.split(";");
    if (Object.keys(content).length === 0) return;
    const schema = content[media!]?.schema;
    assert.ok(schema, `${where}: it is ${type}, described is ${Object.keys(content)}`);
    if (media === "application/problem+json") this.#problem(status, text, where);
    else if (media === "application/json") this.#fits(schema, JSON.parse(text), where);
  }

  #problem(status: number, text: string, where: string): void {
    const problem = Problem.safeParse(JSON.parse(text));
    assert.ok(problem.success, where);
    assert.equal(problem.data.status, status, where);
    assert.equal(statuses[problem.data.code as ControlErrorCode], status, where);
    assert.ok(problem.data.requestId && problem.data.detail, where);
  }

  #fits(schema: Schema, value: unknown, where: string): void {
    let validate = this.#compiled.get(schema);
    if (!validate) {
      const text = JSON.stringify(schema).replaceAll('"#/components', '"document#/components');
      this.#compiled.set(schema, validate = this.#ajv.compile(JSON.parse(text)));
    }
    assert.ok(validate(value), `${where}: ${this.#ajv.errorsText(validate.errors)}`);
  }
}
