import { ok, param } from '../http/call.ts';
import type { Route } from '../http/route.ts';
import { stackRef } from './identity.ts';
import type { Parts } from './parts.ts';
import { outputBody } from './views/stack.ts';

const STACK = '/stacks/:stack_name/:stack_id';

/** What a stack was made from, and its outputs. */
export function stackPartRoutes({ orchestration }: Parts): Route[] {
  return [
    {
      method: 'GET',
      path: `${STACK}/template`,
      rule: 'stacks:template',
      handle: async (call) => ok(await orchestration.template(call.who, stackRef(call))),
    },
    {
      method: 'GET',
      path: `${STACK}/environment`,
      rule: 'stacks:environment',
      handle: async (call) => ok(await orchestration.environment(call.who, stackRef(call))),
    },
    {
      method: 'GET',
      path: `${STACK}/files`,
      rule: 'stacks:files',
      handle: async (call) => ok(await orchestration.files(call.who, stackRef(call))),
    },
    {
      method: 'GET',
      path: `${STACK}/outputs`,
      rule: 'stacks:list_outputs',
      async handle(call) {
        const outputs = await orchestration.outputs(call.who, stackRef(call));
        return ok({ outputs: outputs.map(({ key, description }) => ({ output_key: key, description })) });
      },
    },
    {
      method: 'GET',
      path: `${STACK}/outputs/:output_key`,
      rule: 'stacks:show_output',
      async handle(call) {
        return ok({
          output: outputBody(await orchestration.output(call.who, stackRef(call), param(call, 'output_key'))),
        });
      },
    },
  ];
}
