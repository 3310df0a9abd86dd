import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import type { Image } from './records.ts';
import type { ImageStore } from './store.ts';
import { imageView } from './view.ts';

const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 1000;
const CONTROL = ['limit', 'marker', 'sort', 'sort_key', 'sort_dir', 'visibility', 'tag', 'member_status', 'os_hidden'];
const SORTABLE = ['name', 'status', 'container_format', 'disk_format', 'size', 'id', 'created_at', 'updated_at'];

/** `GET /v2/images`: filters, sort and pages (glance/api/v2/images.py). */
export function listImages(store: ImageStore, call: Call): Answer {
  const visibility = call.query.get('visibility') ?? undefined;
  if (visibility !== undefined && !['public', 'private', 'shared', 'community', 'all'].includes(visibility)) {
    throw new Fault(400, `Invalid visibility value: ${visibility}`);
  }
  const status = call.query.get('member_status') ?? 'accepted';
  if (!['pending', 'accepted', 'rejected', 'all'].includes(status)) throw new Fault(400, `Invalid status: ${status}`);
  const found = store.all().filter((image) => {
    return isListed(store, call, image, visibility, status) && isAsked(call, image);
  });
  return page(call, sorted(call, found));
}

function isListed(
  store: ImageStore,
  call: Call,
  image: Image,
  visibility: string | undefined,
  status: string,
): boolean {
  const { caller, query } = call;
  const own = image.owner === caller.projectId;
  if (image.os_hidden !== /^true$/i.test(query.get('os_hidden') ?? 'false')) return false;
  if (visibility !== undefined && visibility !== 'all' && image.visibility !== visibility) return false;
  if (visibility === undefined && image.visibility === 'community' && !own) return false;
  if (caller.isAdmin || own || image.visibility === 'public' || image.visibility === 'community') return true;
  const membership = store.members.get(`${image.id}/${caller.projectId}`);
  return (
    image.visibility === 'shared' && membership !== undefined && (status === 'all' || membership.status === status)
  );
}

function isAsked(call: Call, image: Image): boolean {
  if (!call.query.getAll('tag').every((tag) => image.tags.includes(tag))) return false;
  const shown = imageView(image);
  for (const [key, wanted] of call.query) {
    if (CONTROL.includes(key)) continue;
    if (key === 'size_min' || key === 'size_max') {
      const limit = Number(wanted);
      if (!Number.isInteger(limit) || limit < 0)
        throw new Fault(400, 'Unable to filter on a range with a non-numeric value.');
      const size = image.size ?? 0;
      if (key === 'size_min' ? size < limit : size > limit) return false;
    } else if (!isOneOf(shown[key], wanted)) {
      return false;
    }
  }
  return true;
}

function isOneOf(value: unknown, wanted: string): boolean {
  const choices = wanted.startsWith('in:') ? wanted.slice(3).split(',') : [wanted];
  const text = value === null || value === undefined ? '' : String(value);
  return choices.some((choice) => choice === text || (typeof value === 'boolean' && choice.toLowerCase() === text));
}

function sorted(call: Call, images: Image[]): Image[] {
  const keys = sortKeys(call);
  const valueOf = (image: Image, key: string): string | number => {
    if (key === 'created_at') return image.createdAt;
    if (key === 'updated_at') return image.updatedAt;
    return (image[key as 'name' | 'size'] ?? '') as string | number;
  };
  return images.sort((a, b) => {
    for (const [key, direction] of keys) {
      const [x, y] = [valueOf(a, key), valueOf(b, key)];
      if (x !== y) return (x < y ? -1 : 1) * (direction === 'asc' ? 1 : -1);
    }
    return 0;
  });
}

function sortKeys(call: Call): [string, string][] {
  const given =
    call.query
      .get('sort')
      ?.split(',')
      .map((part) => part.trim().split(':')) ?? [];
  const directions = call.query.getAll('sort_dir');
  const old = call.query.getAll('sort_key').map((key, i) => [key, directions[i] ?? directions[0] ?? 'desc']);
  const keys = [...given, ...old].map(([key = '', direction = 'desc']): [string, string] => [key, direction]);
  for (const [key, direction] of keys) {
    if (direction !== 'asc' && direction !== 'desc') throw new Fault(400, `Invalid sort direction: ${direction}`);
    if (!SORTABLE.includes(key))
      throw new Fault(400, `Invalid sort key: ${key}. It must be one of the following: ${SORTABLE.join(', ')}.`);
  }
  const [only = 'desc'] = directions;
  return [...keys, ['created_at', keys.length === 0 ? only : 'desc'], ['id', keys.length === 0 ? only : 'desc']];
}

function page(call: Call, images: Image[]): Answer {
  const limit = limitOf(call);
  const marker = call.query.get('marker');
  const start = marker === null ? 0 : images.findIndex(({ id }) => id === marker) + 1;
  if (marker !== null && start === 0) throw new Fault(400, `No image found with ID ${marker}`);
  const shown = images.slice(start, start + limit);
  const query = new URLSearchParams(call.query);
  query.delete('marker');
  const body: Record<string, unknown> = {
    images: shown.map(imageView),
    first: link(query),
    schema: '/v2/schemas/images',
  };
  if (shown.length > 0 && shown.length === limit) {
    query.append('marker', shown.at(-1)!.id);
    body['next'] = link(query);
  }
  return { status: 200, body };
}

function link(query: URLSearchParams): string {
  const text = query.toString();
  return text === '' ? '/v2/images' : `/v2/images?${text}`;
}

function limitOf(call: Call): number {
  const text = call.query.get('limit');
  if (text === null) return DEFAULT_LIMIT;
  const limit = Number(text);
  if (!Number.isInteger(limit)) throw new Fault(400, 'limit param must be an integer');
  if (limit < 0) throw new Fault(400, 'limit param must be positive');
  return Math.min(limit, MAX_LIMIT);
}
