import { describe, expect, it } from 'vitest';
import { TokenCache } from './token-cache.ts';

const LIMITS = { ttl: 60, negativeTtl: 10, size: 2 };

function cache() {
  const clock = { at: 0, now: () => clock.at, sleep: () => Promise.reject(new Error('never')) };
  const asked: string[] = [];
  const tokens = new TokenCache<{ expiresAt: number }>(clock, LIMITS);
  const get = async (token: string, answer: { expiresAt: number } | null = { expiresAt: 1_000 }) =>
    await tokens.get(token, async () => {
      asked.push(token);
      return answer ?? undefined;
    });
  return { clock, asked, tokens, get };
}

describe('TokenCache', () => {
  it('asks once for callers at the same time, and answers later ones at once', async () => {
    const { asked, tokens, get } = cache();
    const [a, b] = await Promise.all([get('t'), get('t')]);
    expect(a).toBe(b);
    expect(asked).toEqual(['t']);
    expect(tokens.get('t', () => Promise.reject(new Error('asked')))).toBe(a);
  });

  it('forgets at the token’s end, though the answer would hold longer', async () => {
    const { clock, asked, get } = cache();
    await get('t', { expiresAt: 30 });
    clock.at = 29;
    await get('t');
    clock.at = 30;
    await get('t');
    expect(asked).toEqual(['t', 't']);
  });

  it('takes an answer that has ended already for none', async () => {
    const { clock, get } = cache();
    clock.at = 50;
    expect(await get('t', { expiresAt: 50 })).toBeUndefined();
  });

  it('keeps so many, and bad tokens do not push out good ones', async () => {
    const { asked, get } = cache();
    await get('good');
    for (const bad of ['x', 'y', 'z']) await get(bad, null);
    await get('good');
    expect(asked.filter((token) => token === 'good')).toHaveLength(1);
    await get('b');
    await get('c');
    await get('good');
    expect(asked.filter((token) => token === 'good')).toHaveLength(2);
  });

  it('does not remember a question that failed', async () => {
    const { tokens, get } = cache();
    await expect(async () => await tokens.get('t', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
    expect(await get('t')).toEqual({ expiresAt: 1_000 });
  });
});
