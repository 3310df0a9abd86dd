import { describe, expect, it } from 'vitest';
import { Secret } from '../clouds/secret.ts';
import { makeLog } from './log.ts';

function logged(fields: object): string {
  const lines: string[] = [];
  makeLog('debug', { write: (line: string) => void lines.push(line) }).info(fields, 'message');
  return lines.join('');
}

describe('makeLog', () => {
  it('shows no secret, wherever it is', () => {
    const error = Object.assign(new Error('failed', { cause: new Error('deeper') }), {
      token: 'canary',
      request: 'canary',
    });
    const text = logged({
      password: 'canary',
      auth: { password: 'canary' },
      headers: { 'x-auth-token': 'canary' },
      request: { headers: { 'x-auth-token': 'canary' } },
      held: new Secret('canary'),
      err: error,
    });
    expect(text).not.toContain('canary');
    expect(JSON.parse(text)).toMatchObject({
      err: { message: 'failed', cause: { message: 'deeper' } },
      msg: 'message',
    });
  });
});
