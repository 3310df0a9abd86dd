import { writeJson } from '../../expressions/json.ts';
import { hasErrors, problem, TemplateError, type Problem } from '../../template/index.ts';
import { childModel } from '../model/child-model.ts';
import { resolveProperties } from '../model/properties.ts';
import { StackModel } from '../model/stack-model.ts';
import type { Requester, TemplateInput } from '../types.ts';
import type { ServicePorts } from './ports.ts';
import type { ReadTemplate } from './read-input.ts';

/** Texts that one request may make the service fetch. */
const MOST = 100;

/** Resources that are looked at where the operator sets no limit. */
const MOST_RESOURCES = 100_000;

type Ports = Pick<ServicePorts, 'host' | 'limits' | 'fetchUrl'>;

/**
 * The template with the texts among its files that types want from URLs (`AWS::CloudFormation::Stack`), those of nested stacks
 * included. What came with the request is not fetched; what is stored from another request is fetched anew, as Heat does. Throws
 * TemplateError where one cannot be had, unless `tolerant`.
 */
export async function withRemoteTemplates(
  ports: Ports,
  who: Requester,
  { record, source }: ReadTemplate,
  given: TemplateInput['files'] = {},
  tolerant = false,
): Promise<ReadTemplate> {
  const { fetchUrl } = ports;
  if (fetchUrl === undefined || !mayName(ports, source)) return { record, source };
  const files: Record<string, string> = { ...source.files };
  const fetched = new Set(Object.keys(given));
  const problems: Problem[] = [];
  // A tree larger than a stack may be is refused by its check; there is no use in walking all of it.
  const most = ports.limits.resourcesPerStack === -1 ? MOST_RESOURCES : ports.limits.resourcesPerStack;
  let seen = 0;

  async function get(url: string, path: Problem['path']): Promise<void> {
    if (fetched.has(url)) return;
    if (fetched.size >= Object.keys(given).length + MOST) {
      problems.push(problem('RequestLimitExceeded', `More than ${MOST} templates to fetch.`, path));
      return;
    }
    fetched.add(url);
    try {
      files[url] = await fetchUrl!(url);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      problems.push(problem('StackValidationFailed', `Could not fetch remote template '${url}': ${reason}`, path));
    }
  }

  async function visit(model: StackModel, place: Problem['path'], depth: number): Promise<void> {
    seen += model.resources.size;
    if (depth > ports.limits.nestedDepth || seen > most) return;
    const { resources, resource: words } = model.template.version.words;
    for (const [name, resource] of model.resources) {
      const path = [...place, resources, name, words.properties];
      for (const url of urlsOf(model, name)) await get(url, path);
      if (resource.type.nested === undefined || resource.type.nestedAt !== undefined || hasErrors(problems)) continue;
      const child = childModel(ports.host, model, resource, name, { strict: false });
      if (child instanceof StackModel) await visit(child, [...place, resources, name], depth + 1);
    }
  }

  const identity = { id: 'None', name: 'dummy', projectId: who.projectId };
  const top = StackModel.read(identity, { ...source, files }, ports.host, { strict: false });
  // What is going to be refused is not worth a request.
  if (!hasErrors(top.problems)) await visit(top, [], 0);
  if (!tolerant && hasErrors(problems)) throw new TemplateError(problems);
  return { record: { ...record, files }, source: { ...source, files } };
}

/** The URLs that a resource names, as far as they are known before anything is made. */
export function urlsOf(model: StackModel, name: string): readonly string[] {
  const { definition, type } = model.resources.get(name)!;
  if (type.urls === undefined) return [];
  try {
    return type.urls(resolveProperties(definition, type, model.staticScope));
  } catch {
    // What is wrong with the properties is said where the template is checked.
    return [];
  }
}

/** False where no text of the request has the name of a type that wants texts from URLs, which spares reading most templates twice. */
function mayName({ host }: Ports, { body, environment, files }: ReadTemplate['source']): boolean {
  const names = host.types.names().filter((name) => host.types.get(name)?.urls !== undefined);
  const texts = [typeof body === 'string' ? body : writeJson(body), writeJson(environment), ...Object.values(files)];
  return names.some((name) => texts.some((text) => text.includes(name)));
}
