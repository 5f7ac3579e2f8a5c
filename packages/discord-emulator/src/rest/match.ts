import { ROUTES } from "./routes.ts";
import type { Route } from "./route.ts";

/** The route a request leads to, if any. */
export interface Match {
  route: Route | null;
  params: Record<string, string>;
  /** The path exists, but not with this method. */
  otherMethod: boolean;
}

/** Finds the route of a path; fixed segments win over parameters. Segments are matched decoded. */
export function match(method: string, path: string): Match {
  const segments = path.split("/").slice(1).map(decodeSegment);
  let best: Match | null = null, bestScore = -1, otherMethod = false;
  for (const route of ROUTES) {
    const params = bind(route.segments, segments);
    if (!params) continue;
    if (route.method !== method) {
      otherMethod = true;
      continue;
    }
    const score = route.segments.filter((segment) => !segment.startsWith(":")).length;
    if (score > bestScore) {
      best = { route, params, otherMethod: false };
      bestScore = score;
    }
  }
  return best ?? { route: null, params: {}, otherMethod };
}

function bind(pattern: string[], segments: string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const given = segments[index]!;
    if (expected.startsWith(":")) {
      if (!given) return null;
      params[expected.slice(1)] = given;
    } else if (expected !== given) return null;
  }
  return params;
}

/** A segment of a path as it was meant; one that is encoded wrongly stays as it is. */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
