/** Reads the bodies of create, update, preview and validate (Heat: `InstantiationData`). */
import { isMap, own, type Value, type ValueMap } from '../../expressions/values.ts';
import type { CreateInput, TemplateInput, UpdateInput } from '../../orchestration/types.ts';
import { ApiFault, badRequest } from '../faults/fault.ts';
import { readBool, readInt, readTags } from '../http/scalars.ts';
import { DownloadRefused, type FetchUrl } from './parts.ts';

/** The template and what goes with it. Throws HTTPBadRequest where there is none, unless it is a patch. */
export async function readTemplateInput(body: ValueMap, fetchUrl: FetchUrl, patch = false): Promise<TemplateInput> {
  if (given(body, 'adopt_stack_data') !== undefined) {
    throw new ApiFault('NotSupported', 'Stack Adopt is not supported.');
  }
  const template = await readTemplate(body, fetchUrl);
  if (template === undefined && !patch) throw badRequest('No template specified');
  const environmentFiles = readNames(body, 'environment_files');
  const filesContainer = readContainer(body);
  const environment = environmentFiles.length > 0 ? undefined : readEnvironment(body);
  return {
    ...(template === undefined ? {} : { template }),
    ...(environment === undefined ? {} : { environment }),
    ...(environmentFiles.length === 0 ? {} : { environmentFiles }),
    files: readFiles(body),
    ...(filesContainer === undefined ? {} : { filesContainer }),
    parameters: readMap(body, 'parameters'),
  };
}

/** What create and preview take. */
export async function readCreateInput(body: ValueMap, fetchUrl: FetchUrl): Promise<CreateInput> {
  const name = own(body, 'stack_name');
  if (name === undefined) throw badRequest('No stack name specified');
  if (own(body, 'converge') !== undefined) {
    throw badRequest('converge flag only supported in stack update (or update preview) request.');
  }
  const input = await readTemplateInput(body, fetchUrl);
  if (typeof name !== 'string') {
    throw new ApiFault('StackValidationFailed', `Invalid stack name ${String(name)}, must be a string`);
  }
  return { name, ...input, ...readOptions(body) };
}

/** What update (`existing` false: PUT) and its preview take. */
export async function readUpdateInput(body: ValueMap, fetchUrl: FetchUrl, existing: boolean): Promise<UpdateInput> {
  const converge = given(body, 'converge');
  return {
    existing,
    ...(await readTemplateInput(body, fetchUrl, existing)),
    ...readOptions(body),
    ...(existing ? { clearParameters: readNames(body, 'clear_parameters') } : {}),
    ...(converge === undefined ? {} : { converge: readBool('converge', converge, valueError) }),
  };
}

/** True for a PATCH that asks for nothing but what is there, which has a policy rule of its own. */
export function changesNothing(body: ValueMap): boolean {
  return Object.entries(body).every(([key, value]) => key === 'existing' || isNothing(key, value));
}

const MAPS_AND_LISTS: ReadonlySet<string> = new Set(['parameters', 'environment', 'files', 'environment_files']);

function isNothing(key: string, value: Value): boolean {
  if (value === null) return key === 'template' || key === 'files_container' || MAPS_AND_LISTS.has(key);
  if (!MAPS_AND_LISTS.has(key)) return false;
  return isMap(value) ? Object.keys(value).length === 0 : Array.isArray(value) && value.length === 0;
}

type Options = Pick<CreateInput, 'timeoutMins' | 'disableRollback' | 'tags'>;

function readOptions(body: ValueMap): Options {
  const timeout = given(body, 'timeout_mins');
  const minutes = timeout === undefined ? 0 : readInt('timeout_mins', timeout);
  const rollback = own(body, 'disable_rollback');
  const tags = given(body, 'tags');
  if (tags !== undefined && typeof tags !== 'string') {
    throw new ApiFault('AttributeError', 'tags must be one text, with commas between the tags');
  }
  return {
    ...(minutes === 0 ? {} : { timeoutMins: minutes }),
    ...(rollback === undefined ? {} : { disableRollback: readBool('disable_rollback', rollback, valueError) }),
    ...(tags === undefined ? {} : { tags: readTags(tags) }),
  };
}

async function readTemplate(body: ValueMap, fetchUrl: FetchUrl): Promise<Value | undefined> {
  if (own(body, 'template') !== undefined) {
    const template = given(body, 'template');
    if (template !== undefined && typeof template !== 'string' && !isMap(template)) throw badRequest();
    return template;
  }
  const url = given(body, 'template_url');
  if (url === undefined) return undefined;
  if (typeof url !== 'string') throw new ApiFault('AttributeError', 'template_url must be a text');
  try {
    return await fetchUrl(url);
  } catch (error) {
    if (!(error instanceof DownloadRefused)) throw error;
    if (error.tooLarge) throw new ApiFault('RequestLimitExceeded', `Request limit exceeded: ${error.message}`);
    throw badRequest(`Could not retrieve template: ${error.message}`);
  }
}

function readEnvironment(body: ValueMap): Value | undefined {
  const environment = given(body, 'environment');
  if (environment !== undefined && typeof environment !== 'string' && !isMap(environment)) throw badRequest();
  return environment;
}

function readMap(body: ValueMap, key: string): ValueMap {
  const value = given(body, key) ?? {};
  if (!isMap(value)) throw badRequest(`${key} must be a map`);
  return value;
}

function readFiles(body: ValueMap): Record<string, string> {
  const files = given(body, 'files') ?? {};
  if (!isMap(files)) throw new ApiFault('AttributeError', 'files must be a map of names to contents');
  for (const [name, contents] of Object.entries(files)) {
    if (typeof contents !== 'string') throw badRequest(`files: the contents of ${name} are not a text`);
  }
  return files as Record<string, string>;
}

/** The name of a container; an empty one means none, as for Heat. */
function readContainer(body: ValueMap): string | undefined {
  const name = given(body, 'files_container');
  if (name !== undefined && typeof name !== 'string') throw badRequest();
  return name === '' ? undefined : name;
}

function readNames(body: ValueMap, key: string): string[] {
  const value = given(body, key) ?? [];
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
    throw badRequest(`${key} must be a list of names`);
  }
  return value;
}

/** The value of a key, where it has one that is not null. */
function given(body: ValueMap, key: string): Value | undefined {
  return own(body, key) ?? undefined;
}

function valueError(message: string): ApiFault {
  return new ApiFault('ValueError', message);
}
