/** Something the operator has to mend; shown without a stack. */
export class OperatorError extends Error {
  readonly forOperator = true;

  constructor(message: string) {
    super(message);
    this.name = "OperatorError";
  }
}

/** Whether an error's message says all that an operator needs; such errors come from several packages. */
export function isForOperator(error: unknown): error is Error {
  return error instanceof Error && (error as { forOperator?: boolean }).forOperator === true;
}

/** A failed listen, as the operator can mend it; `setting` chooses the port. */
export function listenError(
  error: unknown,
  { host, port, setting }: { host: string; port: number; setting: string },
): OperatorError {
  const { code, message } = error as Error & { code?: string };
  const why = code === "EADDRINUSE"
    ? `the port is in use; choose another with ${setting}`
    : code === "EACCES"
    ? `not permitted; choose another with ${setting}`
    : message;
  return new OperatorError(`Cannot listen on ${host}:${port}: ${why}`);
}
