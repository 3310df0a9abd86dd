import { Regex } from '../../python/regex.ts';
import { reprNumber, reprText } from '../../python/text.ts';
import { Float } from '../../values.ts';
import { viewItems } from './compare.ts';
import { DateTime, floorDivide, TimeSpan } from './instants.ts';
import { Dict, DictView, FrozenSet, type Item, List, Tuple } from './items.ts';
import { typeName } from './kinds.ts';

/** Python's `str(item)`. */
export function strItem(item: Item): string {
  if (typeof item === 'string') return item;
  if (item instanceof DateTime) return isoFormat(item, ' ');
  if (item instanceof TimeSpan) return spanText(item);
  return reprItem(item);
}

/** Python's `repr(item)`; where that shows a memory address, only the class. */
export function reprItem(item: Item): string {
  if (item === null) return 'None';
  if (typeof item === 'boolean') return item ? 'True' : 'False';
  if (typeof item === 'string') return reprText(item);
  if (typeof item === 'number' || typeof item === 'bigint' || item instanceof Float) return reprNumber(item);
  if (item instanceof Tuple)
    return item.items.length === 1 ? `(${reprItem(item.items[0]!)},)` : `(${joined(item.items)})`;
  if (item instanceof List) return `[${joined(item.items)}]`;
  if (item instanceof Dict) return reprDict(item);
  if (item instanceof FrozenSet) {
    return item.table.size === 0 ? 'frozenset()' : `frozenset({${joined(item.table.keys())}})`;
  }
  if (item instanceof DictView) {
    return `${typeName(item)}(${item.dict.frozen ? reprDict(item.dict) : `[${joined(viewItems(item))}]`})`;
  }
  if (item instanceof DateTime) return reprDateTime(item);
  if (item instanceof TimeSpan) return reprSpan(item);
  if (item instanceof Regex) return `re.compile(${reprText(item.pattern)})`;
  return `<${typeName(item)} object>`;
}

function joined(items: Iterable<Item>): string {
  return Array.from(items, reprItem).join(', ');
}

function reprDict(dict: Dict): string {
  return `{${Array.from(dict.table.entries(), ([key, value]) => `${reprItem(key)}: ${reprItem(value)}`).join(', ')}}`;
}

const pad = (value: number | bigint, length = 2): string => String(value).padStart(length, '0');

/** `datetime.isoformat(separator)`. */
export function isoFormat(instant: DateTime, separator: string): string {
  const { year, month, day, hour, minute, second, microsecond } = instant.fields;
  const fraction = microsecond === 0 ? '' : `.${pad(microsecond, 6)}`;
  const time = `${pad(hour)}:${pad(minute)}:${pad(second)}${fraction}`;
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}${separator}${time}${offsetText(instant.offset, ':')}`;
}

/** An offset as `+02:00`, with seconds and microseconds only where it has any. */
export function offsetText(offset: bigint, colon: string): string {
  const size = offset < 0n ? -offset : offset;
  const [hours, minutes] = [size / 3_600_000_000n, (size / 60_000_000n) % 60n];
  const [seconds, micros] = [(size / 1_000_000n) % 60n, size % 1_000_000n];
  const rest = seconds === 0n && micros === 0n ? '' : `${colon}${pad(seconds)}`;
  return `${offset < 0n ? '-' : '+'}${pad(hours)}${colon}${pad(minutes)}${rest}${micros === 0n ? '' : `.${pad(micros, 6)}`}`;
}

function reprDateTime(instant: DateTime): string {
  const { year, month, day, hour, minute, second, microsecond } = instant.fields;
  const parts = [year, month, day, hour, minute];
  if (second !== 0 || microsecond !== 0) parts.push(second);
  if (microsecond !== 0) parts.push(microsecond);
  const seconds = instant.offset % 1_000_000n === 0n ? instant.offset / 1_000_000n : Number(instant.offset) / 1e6;
  const zone = instant.offset === 0n ? 'tzutc()' : `tzoffset(None, ${seconds})`;
  return `datetime.datetime(${parts.join(', ')}, tzinfo=${zone})`;
}

/** A span as Python keeps it: days of either sign, seconds and microseconds of a day. */
export function spanParts(span: TimeSpan): { days: bigint; seconds: number; micros: number } {
  const days = floorDivide(span.micros, 86_400_000_000n);
  const rest = Number(span.micros - days * 86_400_000_000n);
  return { days, seconds: Math.floor(rest / 1_000_000), micros: rest % 1_000_000 };
}

function spanText(span: TimeSpan): string {
  const { days, seconds, micros } = spanParts(span);
  const plural = days === 1n || days === -1n ? '' : 's';
  const fraction = micros === 0 ? '' : `.${pad(micros, 6)}`;
  const time = `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}${fraction}`;
  return days === 0n ? time : `${days} day${plural}, ${time}`;
}

function reprSpan(span: TimeSpan): string {
  const { days, seconds, micros } = spanParts(span);
  const parts: string[] = [];
  if (days !== 0n) parts.push(`days=${days}`);
  if (seconds !== 0) parts.push(`seconds=${seconds}`);
  if (micros !== 0) parts.push(`microseconds=${micros}`);
  return `datetime.timedelta(${parts.join(', ') || '0'})`;
}
