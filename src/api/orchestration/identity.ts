import { quote } from '../../expressions/python/urllib.ts';
import type { StackIdentityView, StackRef } from '../../orchestration/types.ts';
import { param, type Call } from '../http/call.ts';

const PLAIN = /^[\w.~-]*$/;

/** One piece of a URL's path as Python's `quote(text, '')` writes it. */
export function pathPiece(text: string): string {
  return PLAIN.test(text) ? text : quote(text.toWellFormed(), '');
}

/** The URL of a stack; `base` ends before the project. */
export function stackUrl(base: string, { projectId, name, id }: StackIdentityView): string {
  return `${base}/${pathPiece(projectId)}/stacks/${pathPiece(name)}/${pathPiece(id)}`;
}

/** The URL of a stack's resource. */
export function resourceUrl(base: string, stack: StackIdentityView, resource: string): string {
  return `${stackUrl(base, stack)}/resources/${quote(resource.toWellFormed())}`;
}

/** A link as Heat writes it. */
export function link(rel: string, href: string): { href: string; rel: string } {
  return { href, rel };
}

/** The stack that the URL of a request names. */
export function stackRef(call: Call): StackRef {
  return { name: param(call, 'stack_name'), id: param(call, 'stack_id') };
}

const ARN = /^(arn:openstack:heat:[^:]*:[^:]*:stacks\/[^/]+\/[^/]+)(.*)$/i;

/** An ARN's stack, and what follows it, such as `/resources/web`. Anything else is a name with nothing behind. */
export function splitArn(text: string): [stack: string, rest: string] {
  const [, stack = text, rest = ''] = ARN.exec(text) ?? [];
  return [stack, rest];
}
