import type { Clock } from '../../expressions/ports.ts';
import { hasErrors, problem, type Problem } from '../../template/index.ts';
import { rawProperties, type StackModel } from '../model/stack-model.ts';

/** How long the check of all members may take, in milliseconds. */
const PATIENCE_MS = 60_000;
/** How long it goes on once what is still out cannot change the verdict. */
const GRACE_MS = 5_000;
/** How many members are looked at side by side. */
const AT_A_TIME = 100;
/** So many reasons stand in one sentence; all of them are problems of their own. */
const MOST_TOLD = 10;

/** How one member is looked at; paths of problems are those inside its resource. */
export type MemberLook = (name: string) => Promise<Problem[]>;

/**
 * What stands against the members of a stack set, all of whose clouds are asked side by side. As long as no more members than may fail
 * would, and one would not, these are warnings: each is told again by its member, which fails alone. A cloud that does not answer
 * in time counts as one that lacks something.
 */
export async function memberProblems(clock: Clock, model: StackModel, look: MemberLook): Promise<Problem[]> {
  const names = [...model.resources].flatMap(([name, { type }]) => (type.failsAlone === true ? [name] : []));
  if (names.length === 0) return [];
  const most = failuresBorne(model);
  const found = await lookAtAll(clock, names, most, look);
  const failing = names.filter((name) => hasErrors(found.get(name) ?? []));
  const { resources } = model.template.version.words;
  const all = names.flatMap((name) =>
    (found.get(name) ?? []).map((item) => ({ ...item, path: [resources, name, ...item.path] })),
  );
  if (failing.length === 0) return all;
  if (failing.length <= most && failing.length < names.length) {
    return all.map((item): Problem => ({ ...item, severity: 'warning' }));
  }
  const told = failing.slice(0, MOST_TOLD).map((name) => `${name}: ${found.get(name)!.find(isError)!.message}`);
  const count =
    failing.length === names.length
      ? 'None of the clouds can take its stack'
      : `${failing.length} of the ${names.length} clouds cannot take their stack, and ${most} may fail`;
  const message = `${count}: ${told.join('; ')}${failing.length > MOST_TOLD ? '; …' : ''}`;
  return [problem('StackValidationFailed', message, [resources, failing[0]!]), ...all];
}

const isError = ({ severity }: Problem): boolean => severity === 'error';

/** How many members may fail, as the gates between the waves have it. */
function failuresBorne(model: StackModel): number {
  for (const { definition, type } of model.resources.values()) {
    const borne = type.failuresBorne?.(rawProperties(definition));
    if (borne !== undefined) return borne;
  }
  return 0;
}

/** What was found until there was no more to wait for. Members whose turn did not come are left out. */
async function lookAtAll(
  clock: Clock,
  names: readonly string[],
  most: number,
  look: MemberLook,
): Promise<Map<string, Problem[]>> {
  const found = new Map<string, Problem[]>();
  const begun = new Set<string>();
  const over = new AbortController();
  const decided = Promise.withResolvers<void>();
  const queue = names.values();
  const isDecided = (): boolean => {
    const failing = [...found.values()].filter(hasErrors).length;
    return failing < found.size && failing + names.length - found.size <= most;
  };
  const goOn = async (): Promise<void> => {
    for (const name of queue) {
      if (over.signal.aborted) return;
      begun.add(name);
      found.set(name, await look(name));
      if (isDecided()) decided.resolve();
    }
  };
  const pause = (ms: number): Promise<void> => clock.sleep(ms, over.signal).catch(() => undefined);
  const work = Promise.all(Array.from({ length: Math.min(AT_A_TIME, names.length) }, goOn));
  // What fails after the end is nobody's business any more.
  work.catch(() => undefined);
  try {
    await Promise.race([work, pause(PATIENCE_MS), decided.promise.then(() => pause(GRACE_MS))]);
  } finally {
    over.abort();
  }
  const results = new Map(found);
  for (const name of begun) if (!results.has(name)) results.set(name, [unanswered()]);
  return results;
}

const unanswered = (): Problem =>
  problem('StackValidationFailed', 'The cloud did not answer in time.', ['properties', 'context']);
