/** What calls take that leave an entry in the audit log. */
export interface WithReason {
  /** For the audit log, at most 400 characters. */
  reason?: string;
}

/** What calls about the guild as a whole may say. */
export interface OfGuild {
  /** Never needed; SCOPE_FORBIDDEN for any guild but this one. */
  guildId?: string;
}
