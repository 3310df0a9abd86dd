import { own, type ValueMap } from '../../expressions/values.ts';
import type { Random } from '../../expressions/ports.ts';
import { listAt, mapsAt, textOf } from '../access.ts';
import type { Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { attr, hidden, int, listOf, mapOf, oneOf, range, str } from '../schema.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
const CLASSES: ReadonlyMap<string, string> = new Map([
  ['lettersdigits', LOWER + UPPER + DIGITS],
  ['letters', LOWER + UPPER],
  ['lowercase', LOWER],
  ['uppercase', UPPER],
  ['digits', DIGITS],
  ['hexdigits', `${DIGITS}ABCDEF`],
  ['octdigits', '01234567'],
]);

interface Alphabet {
  readonly characters: readonly string[];
  readonly min: number;
}

function alphabets(properties: Properties): Alphabet[] {
  const make = (text: string, item: ValueMap): Alphabet => ({
    characters: [...new Set(text)],
    min: Number(own(item, 'min') ?? 1),
  });
  return [
    ...mapsAt(properties, 'character_sequences').map((item) => make(textOf(item, 'sequence') ?? '', item)),
    ...mapsAt(properties, 'character_classes').map((item) =>
      make(CLASSES.get(textOf(item, 'class') ?? 'lettersdigits') ?? '', item),
    ),
  ];
}

/** A text with at least so many characters of each alphabet, the rest from all of them, in random order. */
export function randomText(length: number, parts: readonly Alphabet[], random: Random): string {
  const pick = (from: readonly string[]): string => from[random.integer(from.length)] ?? '';
  const all = [...new Set(parts.flatMap((part) => part.characters))];
  const chosen = parts.flatMap(({ characters, min }) => Array.from({ length: min }, () => pick(characters)));
  while (chosen.length < length) chosen.push(pick(all));
  for (let i = chosen.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [chosen[i], chosen[j]] = [chosen[j]!, chosen[i]!];
  }
  return chosen.slice(0, length).join('');
}

const min = int({ default: 1, constraints: [range({ min: 1, max: 512 })] });
const classes = oneOf(...CLASSES.keys());

export default defineResource({
  type: 'OS::Heat::RandomString',
  description: 'A random text, for passwords and the like.',
  since: '2014.1',
  properties: {
    length: int({ default: 32, constraints: [range({ min: 1, max: 512 })] }),
    sequence: hidden(str({ constraints: [classes] })),
    character_classes: listOf(mapOf({ class: str({ default: 'lettersdigits', constraints: [classes] }), min }), {
      default: [{ class: 'lettersdigits', min: 1 }],
    }),
    character_sequences: listOf(mapOf({ sequence: str({ required: true }), min })),
    salt: str(),
  },
  attributes: { value: attr('string', (_live, context) => own(context.data, 'value') ?? null) },
  // The old `sequence` is one more character class.
  renewed: ({ sequence = null, ...rest }) =>
    sequence === null
      ? rest
      : { ...rest, character_classes: [...listAt(rest, 'character_classes'), { class: sequence, min: 1 }] },
  validate(properties) {
    const least = alphabets(properties).reduce((sum, part) => sum + part.min, 0);
    return least > Number(own(properties, 'length') ?? 32)
      ? ['Length property cannot be smaller than combined character class and character sequence minimums']
      : [];
  },
  async create(context, properties) {
    const value = randomText(Number(own(properties, 'length') ?? 32), alphabets(properties), context.random);
    return { id: context.physicalName, data: { value } };
  },
  reference: ({ data, physicalName }) => own(data, 'value') ?? physicalName,
});
