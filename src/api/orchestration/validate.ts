import { ApiFault, badRequest, toFault } from '../faults/fault.ts';
import { ok, requireBody } from '../http/call.ts';
import type { Route } from '../http/route.ts';
import { readTemplateInput } from './input.ts';
import type { Parts } from './parts.ts';

/** The only numbered error that Heat has: a service or extension is not available. */
const IGNORABLE: ReadonlySet<string> = new Set(['99001']);

/** What Heat's validate finds, it reports as text, so that these classes are lost; the others it raises as they are. */
const REPORTED: ReadonlySet<string> = new Set(['StackValidationFailed', 'EntityNotFound', 'InvalidTemplateSection']);

/** Checks a template without making anything. */
export function validateRoutes({ orchestration, fetchUrl }: Parts): Route[] {
  return [
    {
      method: 'POST',
      path: '/validate',
      rule: 'stacks:validate_template',
      async handle(call) {
        const input = await readTemplateInput(requireBody(call), fetchUrl);
        const showNested = call.query.bool('show_nested') ?? false;
        const ignoreErrors = call.query.text('ignore_errors')?.split(',') ?? [];
        const unknown = ignoreErrors.filter((code) => !IGNORABLE.has(code));
        if (unknown.length > 0) throw badRequest(`Invalid codes in ignore_errors : ${unknown.join(', ')}`);
        const view = await orchestration
          .validate(call.who, input, { showNested, ignoreErrors })
          .catch((error: unknown) => {
            throw asReported(error, call.who.requestId);
          });
        return ok({
          Description: view.description,
          Parameters: view.parameters,
          ...(view.parameterGroups === undefined ? {} : { ParameterGroups: view.parameterGroups }),
          ...(view.nestedParameters === undefined ? {} : { NestedParameters: view.nestedParameters }),
          Environment: view.environment,
        });
      },
    },
  ];
}

function asReported(error: unknown, requestId: string): unknown {
  const { type, message, problems } = toFault(error, requestId);
  return REPORTED.has(type) ? new ApiFault('HTTPBadRequest', message, { problems }) : error;
}
