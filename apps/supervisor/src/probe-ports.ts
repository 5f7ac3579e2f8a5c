import type { Config } from "@flora/config";

/** Where each process is asked for its health and figures; undefined where that is off. */
export function probeAddress(
  { probePort, probeHost }: Pick<Config, "probePort" | "probeHost">,
  name: string,
): { host: string; port: number } | undefined {
  if (probePort === undefined) return undefined;
  return { host: probeHost, port: probePort === 0 ? 0 : probePort + place(name) };
}

function place(name: string): number {
  const worker = /^worker-(\d+)$/.exec(name)?.[1];
  return worker === undefined ? ["supervisor", "gateway", "api"].indexOf(name) : 3 + Number(worker);
}
