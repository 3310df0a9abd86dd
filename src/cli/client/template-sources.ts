import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { writeJson } from '../../expressions/json.ts';
import { isMap, own, setOwn, type Value, type ValueMap } from '../../expressions/values.ts';
import {
  decodeUtf8,
  DEFAULT_TEXT_LIMITS,
  hasErrors,
  parseEnvironment,
  problem,
  type Path,
  type Problem,
} from '../../template/index.ts';
import { readText } from '../../template/text/read.ts';

const VERSION_KEYS = ['heat_template_version', 'HeatTemplateFormatVersion', 'AWSTemplateFormatVersion'];

/** Where a file is named. */
interface Naming {
  readonly file?: string;
  readonly path: Path;
}

/**
 * Templates and environments with the files they name, theirs included, each under the URL that then stands in its place, as the
 * OpenStack clients send them (heatclient/common/template_utils.py). What is wrong with a file is collected; nothing is thrown.
 */
export class TemplateSources {
  /** What goes along with a request. */
  readonly files: Record<string, string> = {};
  /** What the files hold, by URL, the templates and environments themselves included. */
  readonly texts = new Map<string, string>();
  readonly problems: Problem[] = [];
  /** URLs of files that cannot be read, or not as what they should be. */
  readonly unreadable = new Set<string>();
  /** URLs of templates. */
  readonly templates = new Set<string>();

  /** Reads a template; undefined where it is none. */
  async template(file: string): Promise<ValueMap | undefined> {
    const url = urlOf(file);
    const text = await this.#read(url, { path: [] });
    return text === undefined ? undefined : this.#template(url, text);
  }

  /** Reads an environment into `files`, and gives its name there; undefined where it is none. */
  async environment(file: string): Promise<string | undefined> {
    const url = urlOf(file);
    const text = await this.#read(url, { path: [] });
    if (text === undefined) return undefined;
    const { problems } = parseEnvironment(text, { file: url });
    this.problems.push(...problems);
    if (hasErrors(problems)) return undefined;
    const read = readText(text, DEFAULT_TEXT_LIMITS, { what: 'environment', file: url });
    if ('problem' in read) return undefined;
    const registry = own(read.value, 'resource_registry') ?? null;
    const path = ['resource_registry'];
    const known = isMap(registry) ? await this.#registry(registry, folderOf(url), { file: url, path }) : registry;
    this.files[url] = writeJson({ ...read.value, ...(known === null ? {} : { resource_registry: known }) });
    return url;
  }

  async #template(url: string, text: string): Promise<ValueMap | undefined> {
    const read = readText(text, DEFAULT_TEXT_LIMITS, { what: 'template', file: url });
    if ('problem' in read) {
      this.unreadable.add(url);
      this.problems.push(read.problem);
      return undefined;
    }
    this.templates.add(url);
    return (await this.#withUrls(read.value, { file: url, path: [] })) as ValueMap;
  }

  /** The value with URLs for the names of files in it. */
  async #withUrls(value: Value, at: Naming): Promise<Value> {
    if (Array.isArray(value)) {
      const items: Value[] = [];
      for (const [i, item] of value.entries()) items.push(await this.#withUrls(item, { ...at, path: [...at.path, i] }));
      return items;
    }
    if (!isMap(value)) return value;
    const made: ValueMap = {};
    for (const [key, item] of Object.entries(value)) {
      const here = { ...at, path: [...at.path, key] };
      const isType = key === 'type' && typeof item === 'string' && /\.(yaml|template)$/.test(item);
      const isFile = typeof item === 'string' && (key === 'get_file' || isType);
      setOwn(
        made,
        key,
        isFile ? await this.#include(item, folderOf(at.file!), isType, here) : await this.#withUrls(item, here),
      );
    }
    return made;
  }

  async #registry(registry: ValueMap, folder: string, at: Naming): Promise<ValueMap> {
    const made: ValueMap = {};
    const base = own(registry, 'base_url');
    const from = typeof base === 'string' ? base : folder;
    for (const [key, value] of Object.entries(registry)) {
      const here = { ...at, path: [...at.path, key] };
      const isName = !['base_url', 'hooks', 'restricted_actions'].includes(key);
      const isFile = isName && typeof value === 'string' && !value.includes('::');
      if (isFile) setOwn(made, key, await this.#include(value, from, true, here));
      else setOwn(made, key, isMap(value) ? await this.#registry(value, from, here) : value);
    }
    return made;
  }

  /** Takes a file along; gives its URL. `isTemplate`: it must be one; any other file is one if it says so itself. */
  async #include(name: string, folder: string, isTemplate: boolean, at: Naming): Promise<string> {
    if (/^https?:/.test(name)) return name;
    if (/^https?:/.test(folder)) return new URL(name, folder.replace(/\/?$/, '/')).href;
    const base = folder.startsWith('file:') ? fileURLToPath(folder) : folder;
    const path = name.startsWith('file:') ? localPath(name) : resolve(base, name);
    if (path === undefined) {
      this.problems.push(problem('HTTPBadRequest', `${name} is no file of this machine`, at.path, { file: at.file! }));
      return name;
    }
    const url = urlOf(path);
    if (Object.hasOwn(this.files, url)) return url;
    // Set before it is read: a template that includes itself must not be read for ever.
    this.files[url] = '';
    const text = await this.#read(url, at);
    if (text === undefined) return url;
    this.files[url] = text;
    if (!isTemplate && !saysTemplate(text)) return url;
    const template = await this.#template(url, text);
    if (template !== undefined) this.files[url] = writeJson(template);
    return url;
  }

  async #read(url: string, at: Naming): Promise<string | undefined> {
    const file = fileURLToPath(url);
    try {
      const bytes = await readFile(file);
      const text = decodeUtf8(bytes, { what: 'template', file: url });
      // As the clients send what is no text.
      const read = typeof text === 'string' ? text : bytes.toString('base64');
      this.texts.set(url, read);
      return read;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const where = at.file === undefined ? {} : { file: at.file };
      this.unreadable.add(url);
      this.problems.push(problem('HTTPBadRequest', `${file} cannot be read: ${reason}`, at.path, where));
      return undefined;
    }
  }
}

/** The URL that a file goes by among those of a request. */
export const urlOf = (file: string): string => pathToFileURL(resolve(file)).href;

/** The path that a URL stands for; undefined for one that names another machine. */
function localPath(url: string): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}

const folderOf = (url: string): string => dirname(fileURLToPath(url));

function saysTemplate(text: string): boolean {
  if (!VERSION_KEYS.some((key) => text.includes(key))) return false;
  const read = readText(text, DEFAULT_TEXT_LIMITS, { what: 'template' });
  return 'value' in read && VERSION_KEYS.some((key) => own(read.value, key) !== undefined);
}
