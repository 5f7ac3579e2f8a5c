/** A JSON value that outlives the isolate. */
export interface State<T> {
    /** Read and write it, or change what is in it; what it is when the isolate ends is what the next one starts with. */
    value: T;
}
/**
 * A value that survives hibernation, migration and redeploys; `initial` is what it is at first. Values are plain JSON,
 * kept per `name`, 8 MiB together unless the operator set another limit: one that has no room, or is no JSON, stays as
 * it was when the script started, which the log tells, as a rule right after the event that made it so. For what must
 * survive a crash of the machine use {@link kv}.
 *
 * @example
 * const seen = state("seen", { messages: 0 });
 * on("messageCreate", () => {
 *   seen.value.messages++;
 * });
 */
export declare function state<T>(name: string, initial: T): State<T>;
/** What the last isolate of the guild left; states the script does not ask for this time are kept too. */
export declare function restoreStates(saved: Record<string, unknown>, limitBytes: number): void;
/** All states; one that cannot be kept stays as the isolate found it, which `refuse` is told. */
export declare function collectStates(refuse: (error: Error) => void): Record<string, unknown>;
/** At the end of a dispatch: tells of a state that could not be kept as it is now, once until that changes. */
export declare function lookAtStates(refuse: (error: Error) => void): void;
