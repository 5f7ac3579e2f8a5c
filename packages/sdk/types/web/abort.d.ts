import { Event, EventTarget } from "./events.js";
export declare class AbortSignal extends EventTarget {
    #private;
    onabort: ((event: Event) => unknown) | null;
    constructor(key?: symbol);
    static abort(reason?: unknown): AbortSignal;
    static timeout(milliseconds: number): AbortSignal;
    static any(signals: Iterable<AbortSignal>): AbortSignal;
    get aborted(): boolean;
    get reason(): unknown;
    throwIfAborted(): void;
}
export declare class AbortController {
    readonly signal: AbortSignal;
    abort(reason?: unknown): void;
}
