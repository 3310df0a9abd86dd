import { ok, requireBody } from '../http/call.ts';
import type { Route } from '../http/route.ts';
import { stackRef, stackUrl } from './identity.ts';
import { changesNothing, readCreateInput, readUpdateInput } from './input.ts';
import type { Parts } from './parts.ts';
import { changesBody, previewBody } from './views/preview.ts';
import { createdBody, stackBody } from './views/stack.ts';

const STACK = '/stacks/:stack_name/:stack_id';

/** Making, showing, changing and removing a stack. */
export function stackRoutes({ orchestration, fetchUrl }: Parts): Route[] {
  return [
    {
      method: 'POST',
      path: '/stacks',
      rule: 'stacks:create',
      async handle(call) {
        const stack = await orchestration.create(call.who, await readCreateInput(requireBody(call), fetchUrl));
        const location = stackUrl(call.base, stack);
        return { status: 201, body: { stack: createdBody(call.base, stack) }, headers: { location } };
      },
    },
    {
      method: 'POST',
      path: '/stacks/preview',
      rule: 'stacks:preview',
      async handle(call) {
        const preview = await orchestration.preview(call.who, await readCreateInput(requireBody(call), fetchUrl));
        return ok({ stack: previewBody(call.base, preview) });
      },
    },
    {
      method: 'GET',
      path: STACK,
      rule: 'stacks:show',
      async handle(call) {
        const resolveOutputs = call.query.bool('resolve_outputs') ?? true;
        const stack = await orchestration.show(call.who, stackRef(call), { resolveOutputs });
        return ok({ stack: stackBody(call.base, stack) });
      },
    },
    {
      method: 'DELETE',
      path: STACK,
      rule: 'stacks:delete',
      async handle(call) {
        await orchestration.delete(call.who, stackRef(call));
        return { status: 204 };
      },
    },
    ...[false, true].flatMap((existing): Route[] => [
      {
        method: existing ? 'PATCH' : 'PUT',
        path: STACK,
        rule: existing
          ? (call) => (changesNothing(requireBody(call)) ? 'stacks:update_no_change' : 'stacks:update_patch')
          : 'stacks:update',
        async handle(call) {
          const input = await readUpdateInput(requireBody(call), fetchUrl, existing);
          await orchestration.update(call.who, stackRef(call), input);
          return { status: 202 };
        },
      },
      {
        method: existing ? 'PATCH' : 'PUT',
        path: `${STACK}/preview`,
        rule: existing ? 'stacks:preview_update_patch' : 'stacks:preview_update',
        async handle(call) {
          const showNested = call.query.bool('show_nested') ?? false;
          const input = await readUpdateInput(requireBody(call), fetchUrl, existing);
          const changes = await orchestration.previewUpdate(call.who, stackRef(call), input, { showNested });
          return ok({ resource_changes: changesBody(changes) });
        },
      },
    ]),
  ];
}
