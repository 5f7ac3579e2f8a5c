import type { HostHalf, OpCallInfo, OpContext, OpSchema, OpSchemas } from "./contract.ts";

/** Whether this guild may make this call, by op; each function throws ScriptError where it may not. */
export type Authorise<S extends OpSchemas> = {
  [K in keyof S]?: (context: OpContext, args: ReturnType<S[K]["args"]["parse"]>) => void;
};

/** One op as the server runs it. */
export interface ServedOp {
  schema: OpSchema;
  authorise: ((context: OpContext, args: never) => void) | undefined;
  handle(context: OpContext, args: never, call: OpCallInfo): unknown;
  /** Whether it is served after its dispatch was ended: for ops that only report something or tidy up. */
  afterEnd: boolean;
}

export type ServedOps = ReadonlyMap<string, ServedOp>;

/** Binds a family's schemas to its host half under `<family>.<op>`. */
export function hostFamily<S extends OpSchemas>(
  family: string,
  schemas: S,
  half: HostHalf<S>,
  options: { authorise?: Authorise<S>; afterEnd?: readonly (keyof S)[] } = {},
): [string, ServedOp][] {
  return Object.keys(schemas).map((op) => [`${family}.${op}`, {
    schema: schemas[op]!,
    authorise: options.authorise?.[op] as ServedOp["authorise"],
    handle: half[op] as ServedOp["handle"],
    afterEnd: options.afterEnd?.includes(op) ?? false,
  }]);
}
