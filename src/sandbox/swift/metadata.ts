import { INFO } from './info.ts';
import { refuseSaying } from './refusal.ts';
import type { Headers } from './records.ts';

/** What metadata belongs to. */
export type Kind = 'account' | 'container' | 'object';

const {
  max_meta_name_length: MOST_NAME,
  max_meta_value_length: MOST_VALUE,
  max_meta_count: MOST_ITEMS,
  max_meta_overall_size: MOST_BYTES,
} = INFO.swift;

/** The metadata in the headers of a request, by name. Throws a 400 where it breaks Swift's limits (common/constraints.py). */
export function sentMetadata(headers: Headers, kind: Kind): Headers {
  const prefix = `x-${kind}-meta-`;
  const found = Object.entries(headers).filter(([name]) => name.startsWith(prefix));
  const sent: Record<string, string> = {};
  let bytes = 0;
  for (const [header, value] of found) {
    const name = header.slice(prefix.length);
    if (name === '') throw refuseSaying(400, 'Metadata name cannot be empty');
    const shown = name[0]!.toUpperCase() + name.slice(1);
    if (name.length > MOST_NAME) throw refuseSaying(400, `Metadata name too long: ${prefix}${shown}`);
    if (value.length > MOST_VALUE) {
      throw refuseSaying(400, `Metadata value longer than ${MOST_VALUE}: ${prefix}${shown}`);
    }
    bytes += name.length + value.length;
    sent[name] = value;
  }
  if (found.length > MOST_ITEMS) throw refuseSaying(400, `Too many metadata items; max ${MOST_ITEMS}`);
  if (bytes > MOST_BYTES) throw refuseSaying(400, `Total metadata too large; max ${MOST_BYTES}`);
  return sent;
}

/** The metadata of an account or container after a request: what is sent is added, what is sent empty or removed goes. */
export function mergedMetadata(before: Headers, headers: Headers, kind: 'account' | 'container'): Headers {
  const after: Record<string, string> = { ...before, ...sentMetadata(headers, kind) };
  const removal = `x-remove-${kind}-meta-`;
  for (const name of Object.keys(headers)) if (name.startsWith(removal)) delete after[name.slice(removal.length)];
  return Object.fromEntries(Object.entries(after).filter(([, value]) => value !== ''));
}

/** Metadata as the headers of an answer. */
export function metadataHeaders(metadata: Headers, kind: Kind): Headers {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-${kind}-meta-${name}`, value]));
}

const KEYS: readonly string[] = ['temp-url-key', 'temp-url-key-2'];

/** The same without what only the owner of an account may see: the keys of temporary URLs. */
export function withoutKeys(metadata: Headers): Headers {
  return Object.fromEntries(Object.entries(metadata).filter(([name]) => !KEYS.includes(name)));
}

/** The keys that sign temporary URLs. */
export function temporaryUrlKeys(metadata: Headers): string[] {
  return KEYS.flatMap((name) => metadata[name] ?? []);
}
