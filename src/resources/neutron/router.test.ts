import { expect, it } from 'vitest';
import router from './router.ts';

it('takes the old `l3_agent_id` as one more agent', () => {
  expect(router.renewed!({ name: 'r', l3_agent_id: 'a' })).toEqual({ name: 'r', l3_agent_ids: ['a'] });
  expect(router.renewed!({ l3_agent_id: 'a', l3_agent_ids: ['b'] })).toEqual({ l3_agent_ids: ['b', 'a'] });
  expect(router.renewed!({ name: 'r' })).toEqual({ name: 'r' });
});
