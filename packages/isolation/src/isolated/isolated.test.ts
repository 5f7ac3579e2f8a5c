import { testIsolation } from "../../conformance/isolation.ts";
import { processesOf } from "../../conformance/processes-of.ts";
import { buildTestImage } from "../../conformance/test-image.ts";
import { createIsolatedFactory } from "./factory.ts";

const folder = await Deno.makeTempDir({ prefix: "flora-isolation-" });
const image = await buildTestImage(folder);
const processes = processesOf(image);
Deno.test.afterAll(() => Deno.removeSync(folder, { recursive: true }));

testIsolation("isolated", () => createIsolatedFactory({ image, spares: 0 }), { leftovers: processes });
