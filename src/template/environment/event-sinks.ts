import { isMap, own, type Value, type ValueMap } from '../../expressions/values.ts';
import { problem, type Problem } from '../problems.ts';

/** A queue of the messaging service to which the events of a stack go. */
export interface EventSink {
  readonly target: string;
  /** Seconds that a message is kept. */
  readonly ttl: number;
}

/** Heat: heat/engine/clients/os/zaqar.py, DEFAULT_TTL. */
const DEFAULT_TTL = 3600;
/** Zaqar keeps no message for a shorter time: zaqar/transport/validation.py, MIN_MESSAGE_TTL. */
const LEAST_TTL = 60;
const KEYS = ['type', 'target', 'ttl'];

/** The sinks of an environment's `event_sinks`, each once; entries that make no sense are left out. */
export function eventSinks(section: Value | undefined): EventSink[] {
  const sinks = new Map<string, EventSink>();
  for (const entry of Array.isArray(section) ? section : []) {
    const sink = readSink(entry);
    if (typeof sink !== 'string') sinks.set(`${sink.ttl} ${sink.target}`, sink);
  }
  return [...sinks.values()];
}

/** Reports the entries that make no sense, and gives the others as they stand. */
export function checkSinks(entries: readonly Value[], problems: Problem[]): ValueMap[] {
  return entries.filter((entry, i): entry is ValueMap => {
    const sink = readSink(entry);
    if (typeof sink !== 'string') return true;
    problems.push(problem('HTTPBadRequest', `Environment not in valid format: ${sink}`, ['event_sinks', i]));
    return false;
  });
}

/** The sink that an entry describes, or what is wrong with it. */
function readSink(entry: Value): EventSink | string {
  if (!isMap(entry) || own(entry, 'type') !== 'zaqar-queue') {
    return 'An event sink must be a map with the type "zaqar-queue"';
  }
  const unknown = Object.keys(entry).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) return `An event sink has no "${unknown}"`;
  const target = own(entry, 'target');
  const isName = (typeof target === 'string' && target !== '') || Number.isInteger(target);
  if (!isName) return 'An event sink must name a queue as its "target"';
  const ttl = own(entry, 'ttl') ?? DEFAULT_TTL;
  const seconds = typeof ttl === 'string' && /^\d{1,9}$/.test(ttl) ? Number(ttl) : ttl;
  if (typeof seconds !== 'number' || !Number.isInteger(seconds) || seconds < 1) {
    return 'The "ttl" of an event sink must be a number of seconds';
  }
  return { target: String(target), ttl: Math.max(LEAST_TTL, seconds) };
}
