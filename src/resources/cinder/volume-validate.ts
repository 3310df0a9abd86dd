/** Heat's checks of where a volume's data comes from. */
import { repr } from '../../expressions/python/text.ts';
import { given } from '../access.ts';
import type { Properties } from '../contract.ts';
import { cannotCombine } from '../words.ts';

export function validateVolume(properties: Properties, known: (property: string) => boolean): string[] {
  const has = (property: string): boolean => !known(property) || given(properties, property);
  const problems = has('image') && has('imageRef') ? [cannotCombine('image', 'imageRef')] : [];
  if (has('backup_id')) return problems;
  const sources = ['snapshot_id', 'source_volid', 'image', 'imageRef'].filter(has);
  const sizeless = sources.filter((source) => source === 'snapshot_id' || source === 'source_volid');
  const listed = `but currently specified options: ${repr(sources)}.`;
  if (!has('size') && (sizeless.length !== 1 || sources.length !== 1)) {
    problems.push(
      'If neither "backup_id" nor "size" is provided, one and only one of "source_volid", "snapshot_id" must be specified, ' +
        listed,
    );
  } else if (has('size') && sources.length > 1) {
    problems.push(
      'If "size" is provided, only one of "image", "imageRef", "source_volid", "snapshot_id" can be specified, ' +
        listed,
    );
  }
  return problems;
}
