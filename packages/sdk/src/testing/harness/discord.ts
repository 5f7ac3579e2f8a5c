/** @module The simulated Discord's control surface, as far as the harness uses it. */

/** Longest wait for something to appear. Milliseconds. */
export const PATIENCE_MS = 20_000;

/** One JSON call; an error with what was wrong otherwise. */
export async function call<T>(baseUrl: string, method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${baseUrl}/emulator/v1${path}`, {
    method,
    headers: body === undefined ? {} : { "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`Cannot ${method} ${path}: ${JSON.parse(text).error ?? text}`);
  return JSON.parse(text) as T;
}
