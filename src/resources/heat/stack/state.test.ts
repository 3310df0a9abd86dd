import { describe, expect, it } from 'vitest';
import { judge, type Awaited } from './state.ts';

const seen = (status: string, action: Awaited['action'], reason = 'because') =>
  judge({ id: 'i', stack_status: status, stack_status_reason: reason }, { action, cloud: 'west', requestId: 'req-1' });

describe('a remote stack', () => {
  it('is ready once the action is complete', () => {
    expect(seen('CREATE_IN_PROGRESS', 'CREATE')).toBeUndefined();
    expect(seen('CREATE_COMPLETE', 'CREATE')).toBe(true);
    expect(seen('UPDATE_COMPLETE', 'UPDATE')).toBe(true);
    expect(seen('CHECK_COMPLETE', 'CHECK')).toBe(true);
  });

  it('is ready when someone else has changed it since', () => {
    expect(seen('UPDATE_COMPLETE', 'CREATE')).toBe(true);
  });

  it('is not ready while it shows the state before the request', () => {
    expect(seen('CREATE_COMPLETE', 'UPDATE')).toBeUndefined();
    expect(seen('UPDATE_COMPLETE', 'CHECK')).toBeUndefined();
  });

  it('fails with its own reason, its cloud and the request', () => {
    expect(() => seen('CREATE_FAILED', 'CREATE')).toThrow(
      'Went to status CREATE_FAILED due to "because" (cloud west, stack i, Request-ID: req-1)',
    );
  });

  it('has failed where its cloud undid the change', () => {
    expect(() => seen('ROLLBACK_COMPLETE', 'UPDATE')).toThrow('Went to status ROLLBACK_COMPLETE');
    expect(seen('ROLLBACK_IN_PROGRESS', 'UPDATE')).toBeUndefined();
  });

  it('is gone where its cloud has it no more', () => {
    expect(() => seen('DELETE_IN_PROGRESS', 'CREATE')).toThrow('does not exist any more on cloud west');
    expect(() => judge(undefined, { action: 'CREATE', cloud: 'west' })).toThrow('does not exist any more');
  });
});
