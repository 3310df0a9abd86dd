import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseJson, writeJson } from '../../src/expressions/json.ts';
import { equal, isMap, type Value, type ValueMap } from '../../src/expressions/values.ts';
import { CASES } from './template/cases.ts';
import { verdict, type Verdict } from './template/verdict.ts';

/** What a real Heat (release Zed) answered; see template/record.py. */
const EXPECTED = parseJson(
  readFileSync(new URL('template/expected.json', import.meta.url), 'utf8'),
) as unknown as Record<string, Answers>;
interface Answer extends Verdict {
  readonly status: number;
}
interface Answers {
  readonly validate: Answer;
  readonly preview: Answer;
}

/** Where the verdict is another one on purpose, and why. */
const OTHER_VERDICT: ReadonlyMap<RegExp, string> = new Map([
  [
    /\bif: \[false, \w+\]|property dropped/,
    'Heat on Python 3.11 fails on a dropped branch (EllipsisType cannot be copied)',
  ],
  [/properties from a function/, 'Heat fails on properties that are a function'],
]);

/** Where only the words are others on purpose, and why. */
const OTHER_WORDS: ReadonlyMap<RegExp, string> = new Map([
  [/filter: \[a, \[b\]\]/, 'Heat fails to write its message'],
  [/resource_facade: metadata|ResourceFacade": Metadata/, 'Heat shows an AttributeError of Python'],
  [
    /^(cycle|cycle by references|self)$|\{get_attr: \[r, value\]\}/,
    'Heat answers 500 to validate, and prints the graph',
  ],
  [/^bad YAML$/, 'the words of another YAML reader'],
  [/^(resources|outputs|parameters) list$|min: x/, 'Heat shows an error of Python'],
  [/FindInMap/, 'Heat shows a KeyError of Python'],
  [/alias of itself/, 'Heat answers 500'],
]);

const known = (reasons: ReadonlyMap<RegExp, string>, name: string): boolean =>
  [...reasons.keys()].some((pattern) => pattern.test(name));

/** Heat's errors double the separators when they cross its message bus. */
const words = (text: string | undefined): string => String(text).replaceAll(': : ', ': ');

/** Heat's own ids are not ours. */
const named = (parameters: Value): ValueMap =>
  Object.fromEntries(
    Object.entries(isMap(parameters) ? parameters : {}).filter(([name]) => !/(_id|StackId)$/.test(name)),
  );

describe.each(['validate', 'preview'] as const)('%s', (operation) => {
  it.each(CASES.map((item) => [item.name, item] as const))('%s', (name, item) => {
    const heat = EXPECTED[name]![operation];
    const ours = verdict(item, operation === 'preview');
    const refused = heat.status >= 400;
    if (known(OTHER_VERDICT, name) && refused) return;
    expect(ours.type === undefined ? 'accepted' : 'refused', `${ours.message} / ${heat.message}`).toBe(
      refused ? 'refused' : 'accepted',
    );
    if (refused) {
      if (known(OTHER_WORDS, name)) return;
      expect(ours.message).toBe(words(heat.message));
      // The validate call answers most problems as HTTPBadRequest.
      if (heat.type !== 'HTTPBadRequest') expect(ours.type).toBe(heat.type);
      return;
    }
    expect(named(ours.parameters ?? {})).toEqual(named(heat.parameters ?? {}));
    if (operation === 'preview')
      expect(equal(ours.resources ?? {}, heat.resources ?? {}), writeJson([ours.resources, heat.resources])).toBe(true);
    else expect(ours.description).toEqual(heat.description);
  });
});
