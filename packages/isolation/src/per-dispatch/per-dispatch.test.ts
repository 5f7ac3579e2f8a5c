import { testIsolation } from "../../conformance/isolation.ts";
import { perDispatchSkips } from "../../conformance/per-dispatch-skips.ts";
import { processesOf } from "../../conformance/processes-of.ts";
import { buildTestImage } from "../../conformance/test-image.ts";
import { createIsolatedFactory } from "../isolated/factory.ts";
import { createPerDispatchFactory } from "./factory.ts";

const folder = await Deno.makeTempDir({ prefix: "flora-isolation-" });
const image = await buildTestImage(folder);
Deno.test.afterAll(() => Deno.removeSync(folder, { recursive: true }));

testIsolation("isolated, per dispatch", async () => {
  return createPerDispatchFactory(await createIsolatedFactory({ image, spares: 0 }));
}, {
  leftovers: processesOf(image),
  skip: perDispatchSkips,
});
