/** The templates and environments in a folder, each with the files it needs, as the OpenStack clients would send them. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleTemplate } from '../../../src/cli/client/template-files.ts';
import { UserError } from '../../../src/cli/user-error.ts';
import { equal, isMap, own, type Value, type ValueMap } from '../../../src/expressions/values.ts';
import { parseYaml } from './yaml.ts';

/** A template ready to be sent. */
export interface Sample {
  /** Its path in the folder. */
  readonly name: string;
  readonly template: Value;
  readonly files: Readonly<Record<string, string>>;
  readonly environment: ValueMap;
  /** Types of its resources, those of nested templates included. */
  readonly types: ReadonlySet<string>;
}

/** What of a folder can be sent, and what cannot, with the reason. */
export interface Corpus {
  readonly samples: readonly Sample[];
  readonly unusable: ReadonlyMap<string, string>;
}

interface EnvironmentFile {
  readonly file: string;
  readonly body: ValueMap;
}

const VERSION = /^\s*["']?(heat_template_version|HeatTemplateFormatVersion|AWSTemplateFormatVersion)\b/m;

/** Reads every template below a folder. Where a type is not Heat's own, an environment of the folder that maps it goes along. */
export async function readCorpus(folder: string): Promise<Corpus> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(ya?ml|template|json)$/.test(name));
  const templates: [string, string][] = [];
  const environments: EnvironmentFile[] = [];
  for (const file of names.toSorted().map((name) => join(folder, name))) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (VERSION.test(text)) templates.push([file, text]);
    else if (/^(resource_registry|parameters|parameter_defaults):/m.test(text)) {
      const body = parseYaml(text);
      if (body !== undefined && isMap(body)) environments.push({ file, body });
    }
  }
  const samples: Sample[] = [];
  const unusable = new Map<string, string>();
  for (const [file, text] of templates) {
    const name = relative(folder, file);
    try {
      samples.push(await sampleOf(name, file, text, environments));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      unusable.set(name, error.message);
    }
  }
  return { samples, unusable };
}

async function sampleOf(
  name: string,
  file: string,
  text: string,
  environments: readonly EnvironmentFile[],
): Promise<Sample> {
  const raw = parseYaml(text);
  // What is no YAML, the servers are to refuse.
  if (raw === undefined) return { name, template: text, files: {}, environment: {}, types: new Set() };
  const bundle = await bundleTemplate(file);
  const needed = typesOf([bundle.template]);
  const environment = await environmentFor(file, needed, environments);
  const files = { ...bundle.files, ...environment.files };
  const types = typesOf([bundle.template, ...Object.values(files).map((content) => parseYaml(content) ?? null)]);
  for (const target of Object.values(registryOf(environment.body))) {
    if (typeof target === 'string' && target.includes('::')) types.add(target);
  }
  // As text wherever nothing was put in its place, so that the servers' own YAML readers are compared as well.
  const template = equal(raw, bundle.template) ? text : bundle.template;
  return { name, template, files, environment: environment.body, types };
}

/** The environment named after the template, else the first that maps one of its types. */
async function environmentFor(
  file: string,
  types: ReadonlySet<string>,
  environments: readonly EnvironmentFile[],
): Promise<{ body: ValueMap; files: Record<string, string> }> {
  const named = join(dirname(file), `${basename(file).replace(/\.\w+$/, '')}_env.yaml`);
  const found =
    environments.find((item) => item.file === named) ??
    environments.find(({ body }) => Object.keys(registryOf(body)).some((type) => types.has(type)));
  if (found === undefined) return { body: {}, files: {} };
  const files: Record<string, string> = {};
  const registry: ValueMap = {};
  for (const [type, target] of Object.entries(registryOf(found.body))) {
    if (typeof target !== 'string' || !/\.(yaml|template)$/.test(target)) {
      registry[type] = target;
      continue;
    }
    const path = join(dirname(found.file), target);
    const nested = await bundleTemplate(path);
    const url = pathToFileURL(path).href;
    Object.assign(files, nested.files, { [url]: JSON.stringify(nested.template) });
    registry[type] = url;
  }
  return { body: { ...found.body, resource_registry: registry }, files };
}

function registryOf(environment: ValueMap): ValueMap {
  const registry = own(environment, 'resource_registry');
  return registry !== undefined && isMap(registry) ? registry : {};
}

function typesOf(templates: readonly Value[]): Set<string> {
  const types = new Set<string>();
  const visit = (value: Value): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isMap(value)) {
      for (const [key, item] of Object.entries(value)) {
        if ((key === 'type' || key === 'Type') && typeof item === 'string' && item.includes('::')) types.add(item);
        else visit(item);
      }
    }
  };
  for (const template of templates) {
    for (const section of ['resources', 'Resources']) {
      const resources = isMap(template) ? own(template, section) : undefined;
      if (resources !== undefined) visit(resources);
    }
  }
  return types;
}
