import { testProcesses } from "../../conformance/processes.ts";
import { startRedis, whyNoRedis } from "../testing/redis-server.ts";

testProcesses("redis", async (body) => {
  const server = await startRedis();
  try {
    await body(server.url);
  } finally {
    await server.stop();
  }
}, whyNoRedis());
