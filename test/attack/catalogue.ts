/** @module Every attack there is. */
import { authority } from "./authority.ts";
import type { Attack } from "./contract.ts";
import { boundary } from "./boundary.ts";
import { cpu } from "./cpu.ts";
import { crossTenant } from "./cross-tenant.ts";
import { deadlines } from "./deadlines.ts";
import { escapes } from "./escape.ts";
import { forgery } from "./forgery.ts";
import { loops } from "./loops.ts";
import { memory } from "./memory.ts";
import { natives } from "./natives.ts";
import { quotas } from "./quotas.ts";
import { stolen } from "./stolen.ts";
import { tampering } from "./tampering.ts";
import { stale, teardown } from "./teardown.ts";
import { fileAttacks } from "./ops/files.ts";
import { httpAttacks } from "./ops/http.ts";
import { kvAttacks } from "./ops/kv.ts";
import { reach } from "./ops/reach.ts";
import { secretAttacks } from "./ops/secrets.ts";
import { shapeAttacks } from "./ops/shapes.ts";
import { textAttacks } from "./ops/texts.ts";

export const catalogue: Attack[] = [
  ...escapes,
  ...authority,
  ...crossTenant,
  ...boundary,
  ...reach,
  ...kvAttacks,
  ...httpAttacks,
  ...fileAttacks,
  ...secretAttacks,
  ...textAttacks,
  ...shapeAttacks,
  ...loops,
  ...natives,
  ...memory,
  ...cpu,
  ...deadlines,
  ...quotas,
  ...tampering,
  ...forgery,
  ...teardown,
  ...stale,
  ...stolen,
];
