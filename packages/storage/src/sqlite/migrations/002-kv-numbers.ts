/** Values that are decimal numbers, kept in order for rankings. Texts are judged as `numberOf` does. */
export const kvNumbers = `
ALTER TABLE kv_entries ADD COLUMN number REAL;

UPDATE kv_entries SET number = CAST(CAST(value AS TEXT) AS REAL)
WHERE length(value) BETWEEN 1 AND 32 AND instr(value, x'00') = 0
  AND ltrim(CAST(value AS TEXT), '-') GLOB '[0-9]*'
  AND CAST(value AS TEXT) GLOB '*[0-9]'
  AND CAST(value AS TEXT) NOT GLOB '?*-*'
  AND ltrim(CAST(value AS TEXT), '-') NOT GLOB '*[^0-9.]*'
  AND CAST(value AS TEXT) NOT GLOB '*.*.*';

CREATE INDEX kv_numbers ON kv_entries (guild_id, store, number DESC, key, expires_at) WHERE number IS NOT NULL;
`;
