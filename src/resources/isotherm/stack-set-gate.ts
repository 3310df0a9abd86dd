import { mapsAt, numberAt, textOf } from '../access.ts';
import { ResourceError, type Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { int, listOf, map, range } from '../schema.ts';

/** Throws when more members have failed than may. */
function pass(properties: Properties): void {
  const failed = mapsAt(properties, 'states').filter((state) => textOf(state, 'status')?.endsWith('_FAILED'));
  const most = numberAt(properties, 'tolerance', 0);
  if (failed.length <= most) return;
  const told = failed.map((state) => `${textOf(state, 'member') ?? ''}: ${textOf(state, 'reason') ?? 'unknown'}`);
  throw new ResourceError(
    'ResourceInError',
    `${failed.length} of the clouds have failed, and ${most} may: ${told.join('; ')}`,
  );
}

/** The end of a wave of a stack set: what comes after it begins only if few enough members have failed. */
export default defineResource({
  type: 'Isotherm::StackSet::Gate',
  description: 'The end of a wave of a stack set.',
  support: { status: 'HIDDEN' },
  properties: {
    states: listOf(map(), { update: true, default: [] }),
    tolerance: int({ update: true, default: 0, constraints: [range({ min: 0 })] }),
  },
  failuresBorne: (raw) => numberAt(raw, 'tolerance', 0),
  triedOnce: true,
  async create(_context, properties) {
    pass(properties);
    return { id: null };
  },
  update: async (_context, { after }) => pass(after),
});
