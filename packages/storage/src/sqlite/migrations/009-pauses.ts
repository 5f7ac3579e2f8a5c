/** Since when a guild's script gets no events, by its owner's wish. */
export const pauses = `
ALTER TABLE current_deployments ADD COLUMN paused_at INTEGER;
`;
