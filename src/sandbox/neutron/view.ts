import type { ValueMap } from '../../expressions/values.ts';
import type { Caller } from '../kernel/caller.ts';
import { isoSeconds } from '../kernel/kernel.ts';
import type { Owned, Standard } from './items.ts';
import type { Kind } from './kind.ts';

/** An object as its body shows it: the kind's own view, owner and standard attributes, without what only admins see. */
export function show<T extends Owned>(kind: Kind<T>, item: T, caller: Caller): ValueMap {
  const view: ValueMap = { id: item.id, tenant_id: item.project_id, ...kind.view(item, caller) };
  if (isStandard(item)) {
    view['description'] = item.description;
    if (kind.untagged) delete view['tags'];
    else view['tags'] = [...item.tags];
    view['created_at'] = isoSeconds(item.created_at);
    view['updated_at'] = isoSeconds(item.updated_at);
    view['revision_number'] = item.revision_number;
  }
  view['project_id'] = item.project_id;
  if (caller.isAdmin) return view;
  for (const [name, { secret }] of Object.entries(kind.attributes)) if (secret) delete view[name];
  return view;
}

function isStandard(item: Owned): item is Standard {
  return 'revision_number' in item;
}

/** Only the fields asked for with `fields=`; all where none is. */
export function project(view: ValueMap, query: URLSearchParams): ValueMap {
  const fields = query.getAll('fields').filter((field) => field !== '');
  if (fields.length === 0) return view;
  return Object.fromEntries(Object.entries(view).filter(([name]) => fields.includes(name)));
}
