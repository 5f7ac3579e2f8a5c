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

/** What a failed listen means to the operator; `setting` chooses the port. Other errors stay as they are. */
export function listenError(
  error: unknown,
  { host, port, setting }: { host: string; port: number; setting: string },
) {
  const code = (error as { code?: string }).code;
  if (code === "EADDRINUSE") {
    return new OperatorError(
      `Cannot listen on ${host}:${port}: the port is in use; choose another with ${setting}`,
    );
  }
  if (code === "EACCES") {
    return new OperatorError(
      `Cannot listen on ${host}:${port}: not permitted; choose another with ${setting}`,
    );
  }
  return error;
}
