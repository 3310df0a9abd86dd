import type { ValueMap } from '../../../src/expressions/values.ts';

/** What a request that means harm must be answered with. */
export interface Expected {
  readonly status: number;
  /** Class of the error. */
  readonly type?: string;
  /** Part of the error's message. */
  readonly says?: RegExp;
}

/** A request that means harm, or looks as if it did. Its body is made only when it is sent. */
export interface HostileCase extends Expected {
  readonly name: string;
  readonly path: '/validate' | '/stacks/preview';
  readonly body: () => string | Uint8Array;
}

/** The body of a request with these parts; a preview's has a name. */
export function request(path: HostileCase['path'], parts: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(path === '/validate' ? parts : { stack_name: 'hostile', ...parts });
}

/** A template of these sections, as text. */
export function template(sections: ValueMap): string {
  return JSON.stringify({ heat_template_version: '2018-08-31', ...sections });
}

/** A validation of a template that is given as text. */
export function validate(name: string, text: () => string, expected: Expected): HostileCase {
  const path = '/validate';
  return { name, path, body: () => request(path, { template: text() }), ...expected };
}

/** A preview of a template that is given as text, with whatever else goes into the request. */
export function preview(
  name: string,
  text: () => string,
  expected: Expected,
  more: () => Readonly<Record<string, unknown>> = () => ({}),
): HostileCase {
  const path = '/stacks/preview';
  return { name, path, body: () => request(path, { template: text(), ...more() }), ...expected };
}
