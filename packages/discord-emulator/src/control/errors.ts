/** One complaint about a request to the control surface; `path` is dotted, empty for the whole body. */
export interface Problem {
  path: string;
  message: string;
}

/** A refused request to the control surface. */
export class ControlError extends Error {
  override readonly name = "ControlError";
  readonly status: 400 | 404 | 409;
  readonly problems: Problem[];

  constructor(status: 400 | 404 | 409, message: string, problems: Problem[] = []) {
    super(message);
    this.status = status;
    this.problems = problems;
  }
}

/** Refuses because of one field. */
export function reject(path: string, message: string): never {
  throw new ControlError(400, message, [{ path, message }]);
}

/** Refuses because something named in the path is not there. */
export function missing(message: string): never {
  throw new ControlError(404, message);
}
