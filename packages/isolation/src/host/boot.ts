import { IsolateStartError } from "../contract.ts";
import { type HostControl, Kind, permissionKinds, type RunnerControl } from "../runner-frames.ts";
import type { Carrier } from "./carrier.ts";

/** The SDK script and, once a first runner has made it, V8's code cache of it. */
export interface SdkSource {
  text: Uint8Array;
  cache: Uint8Array | undefined;
}

const NOTHING = new Uint8Array(0);
const decoder = new TextDecoder();

/** Waits for the runner, refuses one that holds a permission, and has it evaluate the SDK; rejects with IsolateStartError. */
export async function bootGuest(carrier: Carrier, sdk: SdkSource, timeoutMs: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const fail = (reason: IsolateStartError["reason"], problem: string) =>
    reject(new IsolateStartError(reason, `Cannot start guest: ${problem}`));
  const timer = timeoutMs > 0
    ? setTimeout(() => fail("boot-timeout", `runner is not ready after ${timeoutMs} ms`), timeoutMs)
    : undefined;
  carrier.onPacket = ({ kind, payload }) => {
    if (kind === Kind.cache) {
      sdk.cache = payload.slice();
      return;
    }
    if (kind !== Kind.control) return fail("crashed", `packet of kind ${kind} came first`);
    const control: RunnerControl = JSON.parse(decoder.decode(payload));
    if (control.t === "ready") return resolve();
    if (control.t !== "hello") return fail("crashed", `runner says ${decoder.decode(payload)}`);
    const granted = permissionKinds.filter((name) =>
      !["prompt", "denied"].includes(control.permissions[name]!)
    );
    if (granted.length > 0) return fail("crashed", `runner holds permissions: ${granted.join(", ")}`);
    carrier.send(Kind.sdk, sdk.text);
    carrier.send(Kind.cache, sdk.cache ?? NOTHING);
  };
  void carrier.exited.then(({ detail }) => fail("crashed", detail));
  try {
    await promise;
  } catch (error) {
    carrier.kill();
    await carrier.exited;
    throw error;
  } finally {
    clearTimeout(timer);
    carrier.onPacket = () => {};
  }
}

/** Sends one of the host's own messages. */
export function sendControl(carrier: Carrier, control: HostControl): void {
  carrier.send(Kind.control, JSON.stringify(control));
}
