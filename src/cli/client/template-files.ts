import type { ValueMap } from '../../expressions/values.ts';
import { UserError } from '../user-error.ts';
import { TemplateSources } from './template-sources.ts';

/** A template ready to be sent: every file it needs goes along, under the URL that now stands in its place. */
export interface Bundle {
  readonly template: ValueMap;
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Reads a template and the files it names (`get_file`, and types that end in .yaml or .template), theirs included, as the OpenStack
 * clients do. Whether the template is right is the server's to say. Throws {@link UserError} for a file that cannot be read.
 */
export async function bundleTemplate(file: string): Promise<Bundle> {
  const sources = new TemplateSources();
  const template = await sources.template(file);
  const [first] = sources.problems.filter(({ severity }) => severity === 'error');
  if (template === undefined || first !== undefined) throw new UserError(first?.message ?? `${file} is no template`);
  return { template, files: sources.files };
}
