/** A time as Heat's API prints it, to the second: `2026-01-01T00:00:00Z`. */
export function time(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** The same, or null. */
export function timeOrNull(at: number | null): string | null {
  return at === null ? null : time(at);
}
