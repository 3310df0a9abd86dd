import type { StackFilter } from '../../storage/types.ts';
import { ok, type Answer, type Call } from '../http/call.ts';
import type { Route } from '../http/route.ts';
import { link } from './identity.ts';
import { fromMarker } from './paging.ts';
import type { Parts } from './parts.ts';
import { readStackFilter, readStackPage } from './stack-filter.ts';
import { summaryBody } from './views/stack.ts';
import { urlencode } from '../../expressions/python/urllib.ts';

/** Lists of stacks. */
export function stackListRoutes({ orchestration }: Parts): Route[] {
  async function list(call: Call): Promise<Answer> {
    const { who, query } = call;
    const read = readStackFilter(query, who);
    const page = readStackPage(query);
    const withCount = query.bool('with_count') ?? false;
    const filter = read && { ...read, showHidden: query.bool('show_hidden') ?? false };
    const stacks = filter === undefined ? [] : await fromMarker(page, (at) => orchestration.list(who, filter, at));
    const last = stacks.at(-1);
    const next = last !== undefined && stacks.length === page.limit ? nextLink(call, last.id) : undefined;
    return ok({
      stacks: stacks.map((stack) => summaryBody(call.base, stack, who.isAdmin)),
      ...(next === undefined ? {} : { links: [link('next', next)] }),
      ...(withCount ? { count: filter === undefined ? 0 : await orchestration.count(who, filter) } : {}),
    });
  }

  return [
    {
      method: 'GET',
      path: '/stacks',
      rule: ({ query }) => (query.bool('global_tenant') === true ? 'stacks:global_index' : 'stacks:index'),
      handle: list,
    },
    {
      method: 'GET',
      path: '/stacks/detail',
      rule: 'stacks:detail',
      async handle({ who, base }) {
        const filter: StackFilter = { projectId: who.isAdmin ? undefined : who.projectId };
        const stacks = await orchestration.list(who, filter, {});
        return ok({ stacks: stacks.map((stack) => summaryBody(base, stack, false)) });
      },
    },
  ];
}

function nextLink({ url, query }: Call, marker: string): string {
  return `${url}?${urlencode(query.pairs({ marker }))}`;
}
