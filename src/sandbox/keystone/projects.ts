import type { Call } from '../kernel/call.ts';
import type { Answer } from '../kernel/http.ts';
import type { Service } from '../kernel/service.ts';
import { removeProject } from './cascade.ts';
import type { Directory } from './directory.ts';
import { conflict, notFound } from './faults.ts';
import { extras, flag, member, readBody, requiredText, text, texts } from './input.ts';
import { enforce, inCallersDomain, isAdmin, isDomainReader, isSystemReader } from './policy.ts';
import type { Project } from './records.ts';
import { all, EMPTY, filtered, one } from './render.ts';
import { projectView } from './views.ts';

const KNOWN = [
  'id',
  'name',
  'domain_id',
  'parent_id',
  'description',
  'enabled',
  'tags',
  'is_domain',
  'options',
  'links',
];

/** `/v3/projects` and their tags. */
export function addProjectRoutes(service: Service, directory: Directory): void {
  service
    .route('GET', '/v3/projects', (call) => list(directory, call))
    .route('POST', '/v3/projects', (call) => create(directory, call))
    .route('GET', '/v3/projects/:id', (call) =>
      one('project', projectView(call, readable(directory, call, 'get_project'))),
    )
    .route('PATCH', '/v3/projects/:id', (call) => update(directory, call))
    .route('DELETE', '/v3/projects/:id', (call) => remove(directory, call))
    .route('GET', '/v3/projects/:id/tags', (call) => tags(readable(directory, call, 'list_project_tags')))
    .route('PUT', '/v3/projects/:id/tags', (call) => setTags(directory, call))
    .route('DELETE', '/v3/projects/:id/tags', (call) => clearTags(directory, call))
    .route('GET', '/v3/projects/:id/tags/:tag', (call) => checkTag(directory, call))
    .route('PUT', '/v3/projects/:id/tags/:tag', (call) => addTag(directory, call))
    .route('DELETE', '/v3/projects/:id/tags/:tag', (call) => takeTag(directory, call));
}

function readable(directory: Directory, call: Call, action: string): Project {
  const id = call.param('id');
  const domainId = directory.projects.get(id)?.domain_id;
  const own = call.caller.projectId === id;
  enforce(call, action, isAdmin(call), isSystemReader(call), isDomainReader(call, domainId), own);
  return directory.project(id);
}

function writable(directory: Directory, call: Call, action: string): Project {
  enforce(call, action, isAdmin(call));
  return directory.project(call.param('id'));
}

function list(directory: Directory, call: Call): Answer {
  const domainId = call.query.get('domain_id') ?? call.caller.domainId;
  enforce(call, 'list_projects', isAdmin(call), isSystemReader(call), isDomainReader(call, domainId));
  const tags = call.query.get('tags')?.split(',') ?? [];
  const projects = inCallersDomain(call.caller, [...directory.projects.values()])
    .map((project) => ({ ...project, is_domain: false }))
    .filter((project) => tags.every((tag) => project.tags.includes(tag)));
  const asked = filtered(call, projects, ['domain_id', 'enabled', 'name', 'parent_id', 'is_domain']);
  const shown = asked.map((project) => projectView(call, project));
  return all(call, 'projects', shown);
}

function create(directory: Directory, call: Call): Answer {
  enforce(call, 'create_project', isAdmin(call));
  const body = member(call, 'project');
  const name = requiredText(body, 'name');
  const parent = directory.projects.get(text(body, 'parent_id') ?? '');
  const { caller } = call;
  const home = caller.domainId ?? caller.projectDomainId ?? 'default';
  const domain_id = text(body, 'domain_id') ?? parent?.domain_id ?? text(body, 'parent_id') ?? home;
  directory.domain(domain_id);
  const id = directory.newId();
  nameIsFree(directory, name, domain_id, id);
  const project = directory.projects.put({
    id,
    name,
    domain_id,
    parent_id: parent?.id ?? domain_id,
    description: text(body, 'description') ?? '',
    enabled: flag(body, 'enabled') ?? true,
    tags: texts(body, 'tags') ?? [],
    extra: extras(body, KNOWN),
  });
  return one('project', projectView(call, project), 201);
}

function update(directory: Directory, call: Call): Answer {
  const project = writable(directory, call, 'update_project');
  const body = member(call, 'project');
  const name = text(body, 'name') ?? project.name;
  if (name !== project.name) nameIsFree(directory, name, project.domain_id, project.id);
  const changed = directory.projects.put({
    ...project,
    name,
    description: text(body, 'description') ?? project.description,
    enabled: flag(body, 'enabled') ?? project.enabled,
    tags: texts(body, 'tags') ?? project.tags,
    extra: { ...project.extra, ...extras(body, KNOWN) },
  });
  return one('project', projectView(call, changed));
}

function remove(directory: Directory, call: Call): Answer {
  removeProject(directory, writable(directory, call, 'delete_project').id);
  return EMPTY;
}

function tags(project: Project): Answer {
  return { status: 200, body: { tags: project.tags } };
}

function setTags(directory: Directory, call: Call): Answer {
  const project = writable(directory, call, 'update_project_tags');
  return tags(directory.projects.put({ ...project, tags: texts(readBody(call), 'tags') ?? [] }));
}

function clearTags(directory: Directory, call: Call): Answer {
  directory.projects.put({ ...writable(directory, call, 'delete_project_tags'), tags: [] });
  return EMPTY;
}

function checkTag(directory: Directory, call: Call): Answer {
  const project = readable(directory, call, 'get_project_tag');
  if (!project.tags.includes(call.param('tag'))) throw notFound('project tag', call.param('tag'));
  return EMPTY;
}

function addTag(directory: Directory, call: Call): Answer {
  const project = writable(directory, call, 'create_project_tag');
  directory.projects.put({ ...project, tags: [...new Set([...project.tags, call.param('tag')])] });
  return { status: 201 };
}

function takeTag(directory: Directory, call: Call): Answer {
  const project = writable(directory, call, 'delete_project_tag');
  if (!project.tags.includes(call.param('tag'))) throw notFound('project tag', call.param('tag'));
  directory.projects.put({ ...project, tags: project.tags.filter((tag) => tag !== call.param('tag')) });
  return EMPTY;
}

function nameIsFree(directory: Directory, name: string, domainId: string, id: string): void {
  if (directory.projectByName(name, domainId) === undefined) return;
  const rule = 'it is not permitted to have two projects with either the same name or same id in the same domain';
  throw conflict('project', `${rule}: name is ${name}, project id ${id}`);
}
