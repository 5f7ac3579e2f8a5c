/** The time that flora, its scripts and the simulated Discord go by. It runs as any clock does, and can be set ahead. */
export declare class TestClock {
    #private;
    private readonly parts;
    /** Unix milliseconds. */
    now(): number;
    /**
     * Lets a while go by, `"3d"`, `"1h 30m"` or milliseconds: whatever falls due in it, crons and schedules alike, runs at
     * its time, one after the other, and has ended when this resolves. Handlers that run now end before the clock is set.
     * `setTimeout` in a script does not hear of it.
     */
    advance(duration: string | number): Promise<void>;
    /**
     * Sets the clock ahead at once, as if flora had been switched off for that long: what was missed meanwhile is made up
     * for as far as the script asks for it, and has ended when this resolves.
     */
    skip(duration: string | number): Promise<void>;
}
