import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { pathToFileURL, fileURLToPath } from 'node:url';
import { load, YAMLException } from 'js-yaml';
import { isMap, type Value, type ValueMap } from '../../expressions/values.ts';
import { PYYAML_SCHEMA } from '../../template/text/yaml-schema.ts';
import { UserError } from '../user-error.ts';

/** A template ready to be sent: every file it needs goes along, under the URL that now stands in its place. */
export interface Bundle {
  readonly template: ValueMap;
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Reads a template and the files it names (`get_file`, and types that end in .yaml or .template), theirs included, as the OpenStack
 * clients do. Throws {@link UserError} naming the file that cannot be read.
 */
export async function bundleTemplate(file: string): Promise<Bundle> {
  const files: Record<string, string> = {};
  const template = await readTemplate(resolve(file), files);
  return { template, files };
}

async function readTemplate(file: string, files: Record<string, string>): Promise<ValueMap> {
  const template = parse(await read(file), file);
  const found = await withUrls(template, dirname(file), files);
  if (!isMap(found)) throw new UserError(`${file} is not a template: it holds no map`);
  return found;
}

async function withUrls(value: Value, folder: string, files: Record<string, string>): Promise<Value> {
  if (Array.isArray(value)) return Promise.all(value.map((item) => withUrls(item, folder, files)));
  if (!isMap(value)) return value;
  const entries = Object.entries(value).map(async ([key, item]): Promise<[string, Value]> => {
    const nested = key === 'type' && typeof item === 'string' && /\.(yaml|template)$/.test(item);
    if ((key !== 'get_file' && !nested) || typeof item !== 'string') return [key, await withUrls(item, folder, files)];
    return [key, await include(item, folder, files, nested)];
  });
  return Object.fromEntries(await Promise.all(entries));
}

async function include(name: string, folder: string, files: Record<string, string>, nested: boolean): Promise<string> {
  if (/^https?:/.test(name)) return name;
  const file = name.startsWith('file:') ? fileURLToPath(name) : resolve(folder, name);
  const url = pathToFileURL(file).href;
  if (Object.hasOwn(files, url)) return url;
  // Set before it is read: a template that includes itself must not be read for ever.
  files[url] = '';
  files[url] = nested ? JSON.stringify(await readTemplate(file, files)) : await read(file);
  return url;
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${(error as Error).message}`);
  }
}

function parse(text: string, file: string): Value {
  try {
    return load(text, { schema: PYYAML_SCHEMA }) as Value;
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw new UserError(`${file} is not YAML: ${error.message}`);
  }
}
