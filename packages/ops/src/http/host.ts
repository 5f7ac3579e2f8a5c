import { Buffer } from "node:buffer";
import type { EgressPart, HostHalf } from "../contract.ts";
import type { HttpOps } from "./schema.ts";

const part = ({ body, more }: EgressPart) => ({ bodyBase64: Buffer.from(body).toString("base64"), more });

export const httpHost: HostHalf<HttpOps> = {
  async fetch({ http, secrets }, { bodyBase64, ...request }) {
    const body = bodyBase64 === undefined ? {} : { body: Buffer.from(bodyBase64, "base64") };
    const response = await http.fetch({ ...request, ...body }, secrets);
    const { body: _, ...head } = response;
    return { ...head, ...part(response) };
  },
  async read({ http }, { id, whole }) {
    return part(await http.read(id, whole));
  },
  cancel({ http }, { id }) {
    http.cancel(id);
    return {};
  },
};
