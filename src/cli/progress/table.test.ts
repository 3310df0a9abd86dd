import { describe, expect, it } from 'vitest';
import type { StackResource } from '../client/stacks.ts';
import { printable } from './printable.ts';
import { tableRows } from './table.ts';

function resource(name: string, stackId: string, more: Partial<StackResource> = {}): StackResource {
  return { name, type: 'OS::T', status: 'CREATE_COMPLETE', reason: '', stackId, nestedId: undefined, ...more };
}

describe('tableRows', () => {
  it('puts the resources of a nested stack below the resource that it is', () => {
    const rows = tableRows('root', [
      resource('inside', 'child'),
      resource('group', 'root', { nestedId: 'child', status: 'CREATE_IN_PROGRESS', type: 'file:///a/b.yaml' }),
      resource('next', 'root', { status: 'INIT_COMPLETE' }),
      resource('last', 'root', { status: 'CREATE_FAILED', reason: 'no quota' }),
    ]);
    expect(rows.map((row) => row.trim().replaceAll(/ +/g, ' '))).toEqual([
      '● group b.yaml CREATE_IN_PROGRESS',
      '✓ inside OS::T CREATE_COMPLETE',
      '· next OS::T INIT_COMPLETE',
      '✗ last OS::T CREATE_FAILED no quota',
    ]);
    expect(rows[1]!.indexOf('inside')).toBe(rows[0]!.indexOf('group') + 2);
  });
});

describe('printable', () => {
  it('takes out what would steer a terminal', () => {
    expect(printable('a\u001b[2Jb\nc\u202ed')).toBe('a [2Jb c d');
  });
});
