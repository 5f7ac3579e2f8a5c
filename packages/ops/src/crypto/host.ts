import { Buffer } from "node:buffer";
import { createHash, createHmac } from "node:crypto";
import type { HostHalf } from "../contract.ts";
import type { CryptoOps } from "./schema.ts";

const nodeName = (hash: string) => hash.toLowerCase().replace("-", "");

export const cryptoHost: HostHalf<CryptoOps> = {
  digest(_, { hash, dataBase64 }) {
    return { base64: createHash(nodeName(hash)).update(Buffer.from(dataBase64, "base64")).digest("base64") };
  },
  hmac(_, { hash, keyBase64, dataBase64 }) {
    const hmac = createHmac(nodeName(hash), Buffer.from(keyBase64, "base64"));
    return { base64: hmac.update(Buffer.from(dataBase64, "base64")).digest("base64") };
  },
};
