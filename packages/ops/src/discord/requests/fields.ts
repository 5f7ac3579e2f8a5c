/** @module Fields that many bodies and queries share. */
import { z } from "zod";
import { Snowflake } from "@flora/model";

export const id = Snowflake;
export const ids = (max: number, min = 0) => z.array(Snowflake).min(min).max(max);
export const int = (min: number, max: number) => z.number().int().min(min).max(max);
export const flags = int(0, 2 ** 31 - 1);
export const isoTime = z.string().max(40).refine(
  (value) => !Number.isNaN(Date.parse(value)),
  "must be an ISO 8601 time",
);

/** Permissions as Discord writes them; a number is taken where it is exact. */
export const bits = z.union([
  z.string().regex(/^\d{1,20}$/, "must be permission bits as decimal digits"),
  z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER).transform(String),
]);

/** A picture in the body itself, of at most `max` bytes. */
export const picture = (max: number) =>
  z.string().max(Math.ceil(max / 3) * 4 + 32, `must be at most ${max} bytes`).regex(
    /^data:image\/(png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/]+={0,2}$/,
    "must be a picture as data:image/png;base64,…",
  );

/** Pages through a list by id. */
export const page = (max: number) =>
  z.object({ limit: int(1, max).optional(), before: id.optional(), after: id.optional() });
export const pageAfter = (max: number) => page(max).omit({ before: true });
