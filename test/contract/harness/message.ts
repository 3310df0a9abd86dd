import { isMap, type Value } from '../../../src/expressions/values.ts';
import type { Reply } from './types.ts';

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{64}|[0-9a-f]{32}/g;
const NAME = /\b([a-z]+)-(?:[0-9a-z]+-)?\d+\b/g;
const URL = /https?:\/\/[^\s'"]+/g;

/** The first line of what a refusal says, without what differs from cloud to cloud: ids, addresses, names of this run. */
export function messageOf(reply: Reply): string {
  const text = reply.body === null ? ofPage(reply.text) : (ofJson(reply.body) ?? '');
  const [line = ''] = text.split('\n');
  return line.replaceAll(ID, 'ID').replaceAll(URL, 'URL').replaceAll(NAME, '$1-N').trim();
}

function ofJson(value: Value): string | undefined {
  if (!isMap(value)) return undefined;
  for (const key of ['message', 'description', 'faultstring']) {
    const text = value[key];
    if (typeof text === 'string') return text;
  }
  for (const inner of Object.values(value)) {
    const text = ofJson(inner);
    if (text !== undefined) return text;
  }
  return undefined;
}

function ofPage(page: string): string {
  return (/<\/h1>\s*(.*?)<br/s.exec(page)?.[1] ?? '').trim();
}
