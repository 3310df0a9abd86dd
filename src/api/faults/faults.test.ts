import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FAULTS, STATUS_TEXTS } from './catalogue.ts';
import { errorsPage } from './docs.ts';
import { ApiFault, toFault } from './fault.ts';

const SRC = new URL('../../', import.meta.url);

describe('the catalogue of errors', () => {
  it('has every class once, and words for its status', () => {
    const types = FAULTS.map((fault) => fault.type);
    expect(new Set(types).size).toBe(types.length);
    expect(FAULTS.filter((fault) => STATUS_TEXTS[fault.status] === undefined)).toEqual([]);
  });

  it('is what docs/errors.md says', () => {
    expect(readFileSync(new URL('../docs/errors.md', SRC), 'utf8')).toBe(errorsPage());
  });

  it('has every class that callers are refused with in the source', () => {
    const thrown = new Map<string, string>();
    for (const file of readdirSync(SRC, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
      const text = readFileSync(new URL(file, SRC), 'utf8');
      for (const [, type] of text.matchAll(/(?:new OrchestrationError|new ApiFault|\bproblem)\(\s*'(\w+)'/g)) {
        thrown.set(type!, file);
      }
    }
    expect(thrown.size).toBeGreaterThan(10);
    const known = new Set(FAULTS.map((fault) => fault.type));
    expect([...thrown].filter(([type]) => !known.has(type))).toEqual([]);
  });
});

describe('toFault', () => {
  it('keeps what it does not know to itself', () => {
    const fault = toFault(new Error('secret'), 'req-1');
    expect([fault.status, fault.unexpected]).toEqual([500, true]);
    expect(fault.message).not.toContain('secret');
  });

  it('takes the explanation of the status where there is no message', () => {
    expect(toFault(new ApiFault('HTTPForbidden'), 'r').message).toBe('Access was denied to this resource.');
  });
});
