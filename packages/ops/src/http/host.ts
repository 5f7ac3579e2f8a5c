import { Buffer } from "node:buffer";
import type { HostHalf } from "../contract.ts";
import type { HttpOps } from "./schema.ts";

export const httpHost: HostHalf<HttpOps> = {
  async fetch({ http, secrets }, { bodyBase64, ...request }) {
    const body = bodyBase64 === undefined ? {} : { body: Buffer.from(bodyBase64, "base64") };
    const response = await http.fetch({ ...request, ...body }, secrets);
    const { body: bytes, ...head } = response;
    return { ...head, bodyBase64: Buffer.from(bytes).toString("base64") };
  },
};
