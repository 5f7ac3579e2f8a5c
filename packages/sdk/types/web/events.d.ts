/** @module Events and their targets, as far as AbortSignal and scripts of their own need them: no tree, no phases. */
export declare class Event {
    #private;
    readonly type: string;
    readonly cancelable: boolean;
    readonly timeStamp: number;
    target: EventTarget | null;
    constructor(type: string, { cancelable }?: {
        cancelable?: boolean;
    });
    get currentTarget(): EventTarget | null;
    get defaultPrevented(): boolean;
    get immediateStopped(): boolean;
    preventDefault(): void;
    stopImmediatePropagation(): void;
}
type Listener = ((event: Event) => unknown) | {
    handleEvent(event: Event): unknown;
};
interface ListenOptions {
    once?: boolean;
    signal?: EventTarget & {
        aborted: boolean;
    };
}
export declare class EventTarget {
    #private;
    addEventListener(type: string, listener: Listener | null, options?: boolean | ListenOptions): void;
    removeEventListener(type: string, listener: Listener | null): void;
    /** False where a listener prevented the default. A listener that throws fails alone, as a rejection nobody handled. */
    dispatchEvent(event: Event): boolean;
}
export {};
