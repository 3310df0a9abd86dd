import { describe, expect, it } from 'vitest';
import { problem, toBeTold } from './problems.ts';

describe('problems without number', () => {
  it('are told in part, errors first', () => {
    const warnings = Array.from({ length: 1_500 }, (_, i) => problem('T', `w${i}`, [], { severity: 'warning' }));
    const errors = Array.from({ length: 600 }, (_, i) => problem('T', `e${i}`));
    const told = toBeTold([...warnings, ...errors]);
    expect(told).toHaveLength(1_000);
    expect(told.map(({ message }) => message).slice(598, 602)).toEqual(['e598', 'e599', 'w0', 'w1']);
  });

  it('are all told where they can be counted', () => {
    const some = [problem('T', 'w', [], { severity: 'warning' }), problem('T', 'e')];
    expect(toBeTold(some)).toEqual(some);
  });
});
