import { str } from '../wire/python.ts';
import { isMap, type Value, type ValueMap } from '../../expressions/values.ts';
import { badRequest } from './faults.ts';

const CONTROL = new Set(['fields', 'limit', 'marker', 'page_reverse', 'sort_key', 'sort_dir', 'changed_since']);
const TAGS = new Set(['tags', 'tags-any', 'not-tags', 'not-tags-any']);

/** Builds the test that the filters of a query make. Throws a 400 fault for a filter on an unknown field. */
export function filterOf(query: URLSearchParams, known: ReadonlySet<string>): (view: ValueMap) => boolean {
  const tests: ((view: ValueMap) => boolean)[] = [];
  const unknown: string[] = [];
  for (const name of new Set(query.keys())) {
    const wanted = query.getAll(name);
    if (TAGS.has(name)) tests.push(tagTest(name, wanted));
    else if (name === 'changed_since') tests.push((view) => String(view['updated_at']) >= wanted[0]!.slice(0, 19));
    else if (known.has(name)) tests.push((view) => wanted.some((text) => matches(view[name], text)));
    else if (!CONTROL.has(name)) unknown.push(name);
  }
  if (unknown.length > 0) {
    throw badRequest(`[${unknown.map((name) => `'${name}'`).join(', ')}] is invalid attribute for filtering`);
  }
  return (view) => tests.every((test) => test(view));
}

function matches(value: Value | undefined, wanted: string): boolean {
  if (value === undefined) return false;
  if (value === null) return wanted === '' || wanted === 'None';
  if (typeof value === 'boolean') return ['true', '1'].includes(wanted.toLowerCase()) === value;
  if (Array.isArray(value)) return value.some((item) => inList(item, wanted));
  return str(value) === wanted;
}

// A list of maps is filtered by `ip_address=10.0.0.9`, as ports are by their fixed IPs.
function inList(item: Value, wanted: string): boolean {
  if (!isMap(item)) return item === wanted;
  const at = wanted.indexOf('=');
  const [key, text] = [wanted.slice(0, at), wanted.slice(at + 1)];
  if (key === 'ip_address_substr') return str(item['ip_address']).includes(text);
  return at > 0 && item[key] === text;
}

function tagTest(name: string, texts: readonly string[]): (view: ValueMap) => boolean {
  const wanted = texts.flatMap((text) => text.split(','));
  const has = (view: ValueMap, tag: string): boolean => (view['tags'] as string[]).includes(tag);
  const any = name.endsWith('-any');
  return (view) => {
    const found = any ? wanted.some((tag) => has(view, tag)) : wanted.every((tag) => has(view, tag));
    return name.startsWith('not-') ? !found : found;
  };
}
