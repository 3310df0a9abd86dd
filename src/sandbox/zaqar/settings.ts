/** Bounds of a Zaqar that nobody has configured (zaqar/conf/transport.py). Seconds and bytes. */
export const DEFAULT_TTL = 3600;
export const MOST_TTL = 1_209_600;
export const MOST_CLAIM_TTL = 43_200;
export const DEFAULT_CLAIM_TTL = 300;
export const DEFAULT_GRACE = 60;
export const MOST_BYTES = 262_144;
