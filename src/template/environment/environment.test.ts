import { describe, expect, it } from 'vitest';
import type { Value, ValueMap } from '../../expressions/values.ts';
import { childEnvironment, environmentMap, parseEnvironment } from './environment.ts';
import { eventSinks } from './event-sinks.ts';
import { matchesPattern } from './patterns.ts';

const registry = (raw: ValueMap) => parseEnvironment({ resource_registry: raw }).environment.registry;

describe('the registry', () => {
  it('puts a resource before its type, and wildcards before names', () => {
    const found = registry({ 'OS::A::*': 'OS::B::*', 'OS::A::X': 'C', resources: { r: { 'OS::A::X': 'D' } } });
    expect(found.lookup('OS::A::X', 'r')).toEqual({ kind: 'type', type: 'D' });
    expect(found.lookup('OS::A::X')).toEqual({ kind: 'type', type: 'OS::B::X' });
    expect(found.lookup('OS::Z')).toBeUndefined();
  });
  it('passes over types that do not exist', () => {
    const found = registry({ A: 'B', 'A*': 'C' });
    expect(found.lookup('A', undefined, (type) => type === 'B')).toEqual({ kind: 'type', type: 'B' });
    expect(found.lookup('A', undefined, () => false)).toBeUndefined();
  });
  it('knows templates by their names', () => {
    expect(registry({ A: 'http://x/a.yaml' }).lookup('A')).toEqual({ kind: 'template', file: 'http://x/a.yaml' });
    expect(registry({}).lookup('b.template')).toEqual({ kind: 'template', file: 'b.template' });
  });
  it('ends with aliases that go round', () =>
    expect(registry({ A: 'B', B: 'A' }).lookup('A')).toEqual({ kind: 'type', type: 'B' }));
  it('asks the operator last', () => {
    const operator = registry({ A: 'O', B: 'P' });
    const { environment } = parseEnvironment({ resource_registry: { A: 'U' } }, { operator });
    expect([environment.registry.lookup('A'), environment.registry.lookup('B')]).toEqual([
      { kind: 'type', type: 'U' },
      { kind: 'type', type: 'P' },
    ]);
  });
  it('tells hooks and restrictions by pattern', () => {
    const found = registry({
      resources: { 'a*': { hooks: 'pre-create', restricted_actions: ['update'] }, ab: { hooks: ['post-delete'] } },
    });
    expect(found.hooks('ab')).toEqual(new Set(['pre-create', 'post-delete']));
    expect(found.restrictedActions('ab')).toEqual(new Set(['update']));
    expect(found.hooks('b')).toEqual(new Set());
  });
  it('forgets what null removes', () => {
    expect(registry({ 'A::X': 'B', 'A::Y': 'B', 'C::X': 'B', 'A::*': null }).toMap()).toEqual({
      resources: {},
      'C::X': 'B',
    });
  });
});

describe('a nested environment', () => {
  it('keeps what was said of the resource, and not the mapping that made it a template', () => {
    const { environment } = parseEnvironment({
      parameter_defaults: { p: 1 },
      parameters: { q: 2 },
      resource_registry: {
        A: 'a.yaml',
        B: 'C',
        resources: { 'r*': { in: { hooks: 'pre-create' } }, other: { x: { hooks: 'pre-update' } } },
      },
    });
    expect(childEnvironment(environment, { z: 3 }, 'r1', 'A')).toEqual({
      parameters: { z: 3 },
      parameter_defaults: { p: 1 },
      resource_registry: { B: 'C', resources: { in: { hooks: 'pre-create' } } },
      event_sinks: [],
    });
    expect(environmentMap(environment)).toMatchObject({ parameters: { q: 2 }, resource_registry: { A: 'a.yaml' } });
  });
});

it('reports all that is wrong at once', () => {
  const { problems } = parseEnvironment(
    'parametrs: {}\nparameters:\nevent_sinks: [{type: x}]\nresource_registry: {resources: {a: {hooks: x}}}\n',
  );
  expect(problems.map(({ type, line, suggestion }) => [type, line, suggestion])).toEqual([
    ['HTTPBadRequest', 1, 'parameters'],
    ['HTTPBadRequest', 2, undefined],
    ['HTTPBadRequest', 3, undefined],
    ['InvalidBreakPointHook', 4, undefined],
  ]);
});

it.each<[string, string, boolean]>([
  ['abc', 'a*', true],
  ['abc', '*c', true],
  ['abc', 'a?c', true],
  ['abc', '[!b]bc', true],
  ['abc', 'ab', false],
  ['abc', '[x-z]*', false],
  [`${'a'.repeat(5000)}b`, `${'a*'.repeat(50)}c`, false],
])('pattern %#', (text, pattern, matches) => expect(matchesPattern(text, pattern)).toBe(matches));

describe('event sinks', () => {
  const sinks = (...entries: Value[]): Value => ({ event_sinks: entries });

  it('are read with their defaults, each once', () => {
    const { environment, problems } = parseEnvironment(
      sinks(
        { type: 'zaqar-queue', target: 'a' },
        { type: 'zaqar-queue', target: 'a', ttl: 3600 },
        { type: 'zaqar-queue', target: 5, ttl: '90' },
        { type: 'zaqar-queue', target: 'b', ttl: 1 },
      ),
    );
    expect(problems).toEqual([]);
    expect(environment.eventSinks).toHaveLength(4);
    expect(eventSinks([...environment.eventSinks])).toEqual([
      { target: 'a', ttl: 3600 },
      { target: '5', ttl: 90 },
      { target: 'b', ttl: 60 },
    ]);
  });

  it.each<[Value, string]>([
    ['abc', 'type "zaqar-queue"'],
    [{ target: 'q' }, 'type "zaqar-queue"'],
    [{ type: 'kafka', target: 'q' }, 'type "zaqar-queue"'],
    [{ type: 'zaqar-queue' }, '"target"'],
    [{ type: 'zaqar-queue', target: '' }, '"target"'],
    [{ type: 'zaqar-queue', target: ['q'] }, '"target"'],
    [{ type: 'zaqar-queue', target: 'q', foo: 1 }, 'no "foo"'],
    [{ type: 'zaqar-queue', target: 'q', ttl: 'abc' }, '"ttl"'],
    [{ type: 'zaqar-queue', target: 'q', ttl: 1.5 }, '"ttl"'],
    [{ type: 'zaqar-queue', target: 'q', ttl: 0 }, '"ttl"'],
  ])('that make no sense are refused: %j', (entry, words) => {
    const { environment, problems } = parseEnvironment(sinks({ type: 'zaqar-queue', target: 'good' }, entry));
    expect(problems.map(({ type, path, message }) => [type, path, message])).toEqual([
      ['HTTPBadRequest', ['event_sinks', 1], expect.stringContaining(words)],
    ]);
    expect(eventSinks([...environment.eventSinks])).toEqual([{ target: 'good', ttl: 3600 }]);
    expect(eventSinks([entry])).toEqual([]);
  });

  it('that are no list are refused', () => {
    expect(parseEnvironment({ event_sinks: { a: 'b' } }).problems).toMatchObject([{ type: 'HTTPBadRequest' }]);
    expect(eventSinks({ a: 'b' })).toEqual([]);
    expect(eventSinks(undefined)).toEqual([]);
  });
});
