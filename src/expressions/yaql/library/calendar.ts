export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** Where a name, or its first three letters, stands in a list of names: from 1, or 0 where it does not. */
export function nameIndex(names: readonly string[], text: string): number {
  const lower = text.toLowerCase();
  return names.findIndex((name) => name.toLowerCase() === lower || name.slice(0, 3).toLowerCase() === lower) + 1;
}

/** Microseconds of a zone's offset given in hours, minutes and seconds. */
export function offsetMicros(sign: string, hours: string, minutes = '0', seconds = '0'): bigint {
  const size = BigInt((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000_000n;
  return sign === '-' ? -size : size;
}
