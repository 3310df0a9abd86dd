import { OrchestrationError } from '../../orchestration/types.ts';
import { TemplateError } from '../../template/index.ts';
import { ApiFault, badRequest, statusOf } from '../faults/fault.ts';
import { ok, requireBody } from '../http/call.ts';
import type { Route } from '../http/route.ts';
import { readTemplateInput } from './input.ts';
import type { Parts } from './parts.ts';

/** The only numbered error that Heat has: a service or extension is not available. */
const IGNORABLE: ReadonlySet<string> = new Set(['99001']);

/** Classes that Heat raises before it validates, and so answers as they are. */
const AS_THEY_ARE: ReadonlySet<string> = new Set(['InvalidTemplateVersion', 'RequestLimitExceeded']);

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
            throw asPlain(error);
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

/** Heat's validate reports what it finds as text, so that the class of the error is lost. */
function asPlain(error: unknown): unknown {
  if (!(error instanceof OrchestrationError || error instanceof TemplateError)) return error;
  const isRefusal = [undefined, 400, 404].includes(statusOf(error.type)) && !AS_THEY_ARE.has(error.type);
  return isRefusal ? new ApiFault('HTTPBadRequest', error.message, { problems: error.problems }) : error;
}
