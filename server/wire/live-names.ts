/** The fixed words and numbers of the live protocol, apart from its schemas so that a browser need not fetch those. */
export const LIVE_NAMESPACE = '/live';
export const LIVE_PROTOCOL = 1;
export const HEARTBEAT_MS = 5_000;
export const LOST_AFTER_MS = 12_000;
