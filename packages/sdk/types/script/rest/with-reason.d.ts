/** What calls take that leave an entry in the audit log. */
export interface WithReason {
    /** For the audit log, at most 400 characters. */
    reason?: string;
}
