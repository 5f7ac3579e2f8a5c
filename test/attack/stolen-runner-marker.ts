/** Everything after this in a script of the stage `stolen` runs outside the context. */
export const OUTSIDE = "//#outside\n";
