/** The store cannot be used; the message says where it is and why. Shown to the operator without a stack. */
export class StorageError extends Error {
  readonly forOperator = true;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StorageError";
  }
}
