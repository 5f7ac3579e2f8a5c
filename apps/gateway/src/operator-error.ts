/** Something the operator has to mend; shown without a stack. */
export class OperatorError extends Error {
  readonly forOperator = true;

  constructor(message: string) {
    super(message);
    this.name = "OperatorError";
  }
}
