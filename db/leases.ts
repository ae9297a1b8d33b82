/** What only one of several servers may do at a time. */

export interface Lease {
  /** Takes it when nobody has it; true when this server has it afterwards. Never rejects. */
  take(): Promise<boolean>;
  /** Whether this server still has it: the database may have been away. Never rejects. */
  held(): Promise<boolean>;
  /** Gives it up. Never rejects. */
  leave(): Promise<void>;
}
