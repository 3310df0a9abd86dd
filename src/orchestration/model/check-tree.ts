import { isMap, own } from '../../expressions/values.ts';
import { isCloudConstraint } from '../../resources/constraints.ts';
import {
  checkLocalConstraints,
  hasErrors,
  problem,
  toBeTold,
  withRefusals,
  type ConstraintCheck,
  type Path,
  type Problem,
  type Refusal,
} from '../../template/index.ts';
import { checkModel, refersToResources, typeProblems, unmadeTypes } from './check-model.ts';
import { childModel, lacksValue } from './child-model.ts';
import { inWordsAround } from './nested-words.ts';
import { Places, withoutPlace, type SourceText } from './places.ts';
import { ANYTHING, madeBefore, mayBeMade, type MadeBefore } from './made-before.ts';
import { rawProperties, StackModel, type ModelHost, type ModelResource } from './stack-model.ts';

/** A stack in the tree that is checked. `Where` is what the caller wants to know of its place. */
export interface CheckedStack<Where> {
  readonly model: StackModel;
  readonly where: Where;
  /** False: parameters need no values, and what is wrong with values of properties is only a warning. */
  readonly strict: boolean;
  /** Parameters of this stack and those around it that have no value, and need none. Absent: all need one, where `strict`. */
  readonly absent?: ReadonlySet<string>;
  readonly depth: number;
  /** What the stacks around it make before it. Absent: nothing. */
  readonly before?: MadeBefore;
  /** Something is wrong with the stacks around it, so that it will not be. Absent: nothing is. */
  readonly isDoomed?: boolean;
  /** What its template was read from; absent for one that nobody wrote. */
  readonly source?: SourceText;
}

/** What is done with each stack of a tree beyond what its template alone tells, and how far down it goes. */
export interface TreeCheck<Where> {
  readonly host: ModelHost;
  /** Stacks may be nested so deep. */
  readonly nestedDepth: number;
  /** Text of a file where problems have their places; default: as it came with the template. */
  readonly textOf?: (file: string) => string | undefined;
  /** Messages are those of the template that a problem is in; absent: they say the way there, as Heat's do. */
  readonly inOwnWords?: boolean;
  /** Called for each stack before it is looked at; false: neither it nor any that would come after it is. */
  enter(stack: CheckedStack<Where>): boolean;
  /** What stands against the types of a stack's resources though there are such types. */
  refused(stack: CheckedStack<Where>): Problem[];
  /** What clouds have against a stack whose parts can be told, and against the values that only they can check. */
  beyond(stack: CheckedStack<Where>, constraints: readonly ConstraintCheck[]): Promise<Beyond>;
  /** Where the stack inside a resource is. */
  inside(stack: CheckedStack<Where>, name: string, resource: ModelResource): Where;
  /**
   * The problems of a resource whose stack may be on another cloud, or its template elsewhere, `inner` being what is known of it;
   * undefined where it is to be looked at as any other.
   */
  elsewhere(
    stack: CheckedStack<Where>,
    name: string,
    inner: Pick<CheckedStack<Where>, 'strict' | 'where'> & Pick<Inside, 'isWhole'>,
  ): Promise<Problem[]> | undefined;
}

/** What clouds have against a stack. */
export interface Beyond {
  /** Resources that cannot be made there, whatever their properties are. */
  readonly unavailable: readonly Problem[];
  /** Objects that are not there. */
  readonly missing: readonly Problem[];
  readonly refusals: readonly Refusal[];
}

const NOTHING: Beyond = { unavailable: [], missing: [], refusals: [] };

/** One walk through a tree. */
interface Run {
  readonly places: Places;
  isOver: boolean;
}

/**
 * Everything that can be said against a stack before any of it exists, the stacks nested in it included: paths lead from the top,
 * files, lines and columns are those of the template that a problem is in.
 */
export async function checkTree<Where>(
  check: TreeCheck<Where>,
  stack: CheckedStack<Where>,
  run: Run = { places: new Places(), isOver: false },
): Promise<Problem[]> {
  const { model } = stack;
  const { places } = run;
  if (!check.enter(stack)) run.isOver = true;
  if (run.isOver) return [];
  const absent = stack.absent === undefined ? undefined : new Set([...stack.absent, ...withoutValue(model)]);
  const given = (found: readonly Problem[]): Problem[] =>
    absent === undefined ? [...found] : found.filter(({ message }) => !lacksValue(message, absent));
  const { before, resources, after, constraints } = checkModel(model, stack.strict, check.refused(stack));
  const first = given(before);
  const own = new Map([...resources].map(([name, found]) => [name, given(found)]));
  const last = given(after);
  const local = checkLocalConstraints(constraints, { now: check.host.clock.now() }, isCloudConstraint);
  const broken = brokenIn([first, ...own.values(), last].flat());
  const byType = typeProblems(model, stack.strict, broken);
  if (stack.strict) last.push(...unmadeTypes(model, broken));
  const isSound = !hasErrors(first);
  const clouds = isSound
    ? await check.beyond(
        stack,
        local.remaining.filter((item) => isForNow(stack, item)),
      )
    : NOTHING;
  const refusals = [...local.refusals, ...clouds.refusals];
  first.push(...refusals.flatMap(({ check: { parameter }, problem: item }) => (parameter === undefined ? [] : [item])));
  for (const name of model.resources.keys()) {
    const isAbout = ({ path }: Problem): boolean => path[1] === name;
    const refused = refusals.filter(
      ({ check: { parameter }, problem: item }) => parameter === undefined && isAbout(item),
    );
    own.set(name, [
      ...clouds.unavailable.filter(isAbout),
      ...withRefusals(own.get(name) ?? [], refused),
      ...given(byType.get(name) ?? []),
      ...clouds.missing.filter(isAbout),
    ]);
  }
  const around = { ...stack, ...(absent === undefined ? {} : { absent }) };
  const inside = await insideAll(check, around, {
    broken: brokenIn([first, ...own.values(), last].flat()),
    before: (name) => (isSound ? madeBefore(model, name, stack.before ?? NEVER) : ANYTHING),
    run,
  });
  const found = [...first];
  for (const [name, problems] of own) found.push(...problems, ...(inside.get(name) ?? []));
  return places.place(toBeTold([...found, ...last]), stack.source);
}

const NEVER: MadeBefore = new Set();

/**
 * False for a value that names what may come into being before the turn of a stack inside another: it is looked at then. Heat looks
 * at no such value before that, but for those of the outermost stack (stack_resource.py validate_nested_stack).
 */
function isForNow<Where>({ model, depth, before = NEVER }: CheckedStack<Where>, item: ConstraintCheck): boolean {
  if (depth === 0) return true;
  const made = item.parameter === undefined ? madeBefore(model, String(item.path[1]), before) : before;
  return !mayBeMade(item.name, made);
}

interface Around {
  /** Resources that something is wrong with. */
  readonly broken: ReadonlySet<string>;
  readonly before: (name: string) => MadeBefore;
  readonly run: Run;
}

/** The problems of the stacks in a stack's resources, by resource. */
async function insideAll<Where>(
  check: TreeCheck<Where>,
  stack: CheckedStack<Where>,
  { broken, before, run }: Around,
): Promise<ReadonlyMap<string, Problem[]>> {
  const { model } = stack;
  const { resources } = model.template.version.words;
  const isDoomed = stack.isDoomed === true || broken.size > 0;
  const look = (name: string, resource: ModelResource): Promise<Problem[]> =>
    insideOf(check, { ...stack, before: before(name), isDoomed }, name, {
      resource,
      isWhole: !isDoomed,
      isBroken: broken.has(name),
      run,
    });
  // Other clouds are asked at the same time, as each takes its own.
  const elsewhere = new Map(
    [...model.resources].flatMap(([name, resource]) =>
      resource.type.nestedAt === undefined ? [] : [[name, look(name, resource)] as const],
    ),
  );
  await Promise.all(elsewhere.values());
  const found = new Map<string, Problem[]>();
  for (const [name, resource] of model.resources) {
    if (run.isOver) break;
    if (resource.type.nested === undefined) continue;
    const problemsInside = (await (elsewhere.get(name) ?? look(name, resource))).map((item) => ({
      ...item,
      path: [resources, name, ...item.path],
    }));
    found.set(
      name,
      run.places.place(problemsInside, stack.source, (item) => writtenPath(model, item.path)),
    );
  }
  return found;
}

/** Names of resources that something is wrong with. */
function brokenIn(found: readonly Problem[]): Set<string> {
  return new Set(found.flatMap(({ severity, path }) => (severity === 'error' ? [String(path[1])] : [])));
}

/** Where the part of a member of a group is written: where its type says, or in the property of the group that holds a definition. */
function writtenPath(model: StackModel, path: Path): Path {
  const { resources, resource: words } = model.template.version.words;
  const [, name, section, member, ...rest] = path;
  const { definition: around, type } = model.resources.get(String(name))!;
  const raw = rawProperties(around);
  const at = member === undefined ? undefined : type.nested?.writtenAt?.(raw, String(member));
  if (at !== undefined) return [resources, String(name), words.properties, ...at];
  const definition = Object.keys(raw).find((key) => {
    const value = raw[key]!;
    return isMap(value) && own(value, 'type') !== undefined;
  });
  if (definition === undefined || member === undefined || String(section).toLowerCase() !== 'resources') return path;
  return [resources, String(name), words.properties, definition, ...rest];
}

interface Inside {
  readonly resource: ModelResource;
  /** Nothing is wrong with the stack around it. */
  readonly isWhole: boolean;
  /** Something is wrong with the resource, so what is known of its values may be wrong too. */
  readonly isBroken: boolean;
  readonly run: Run;
}

/** The problems of the stack in a resource; their paths begin there. */
async function insideOf<Where>(
  check: TreeCheck<Where>,
  stack: CheckedStack<Where>,
  name: string,
  { resource, isWhole, isBroken, run }: Inside,
): Promise<Problem[]> {
  const { model, depth, absent } = stack;
  if (depth >= check.nestedDepth) {
    return [problem('RequestLimitExceeded', `Recursion depth exceeds ${check.nestedDepth}.`, [])];
  }
  const isSure = isBroken
    ? absent !== undefined
    : !refersToResources(resource.definition.properties, model.staticScope);
  const strict = stack.strict && isSure;
  const where = check.inside(stack, name, resource);
  if (resource.type.nestedAt !== undefined || resource.type.urls !== undefined) {
    const found = check.elsewhere(stack, name, { strict, where, isWhole });
    if (found !== undefined) return found;
  }
  const child = childModel(check.host, model, resource, name, {
    strict,
    isBroken,
    ...(absent === undefined ? {} : { absent }),
  });
  const source = sourceOf(check, model, resource);
  const around = (item: Problem): Problem =>
    item.severity === 'error' && check.inOwnWords !== true
      ? inWordsAround(item, model.template.version.words.resources, resource)
      : item;
  if (!(child instanceof StackModel)) {
    // Heat's validate call does not look into stacks whose template is elsewhere.
    if (!stack.strict && resource.type.urls !== undefined) return [];
    return isBroken ? [] : run.places.place(child.map(withoutPlace), source).map(around);
  }
  const inner = { ...stack, model: child, strict, where, depth: depth + 1 };
  const { source: _, ...unwritten } = inner;
  return (await checkTree(check, source === undefined ? unwritten : { ...unwritten, source }, run)).map(around);
}

function withoutValue({ template, parameters }: StackModel): string[] {
  return [...template.parameters.keys()].filter((name) => !parameters.hasValue(name));
}

/** The file that the template of a nested stack is: its type, or what `get_file` puts into the property `template`. */
function sourceOf<Where>(
  check: TreeCheck<Where>,
  { files }: StackModel,
  { file, definition }: ModelResource,
): SourceText | undefined {
  const template = own(rawProperties(definition), 'template') ?? null;
  const named = file ?? (isMap(template) ? own(template, 'get_file') : undefined);
  if (typeof named !== 'string') return undefined;
  const text =
    check.textOf === undefined ? (Object.hasOwn(files, named) ? files[named] : undefined) : check.textOf(named);
  return text === undefined ? undefined : { file: named, text };
}
