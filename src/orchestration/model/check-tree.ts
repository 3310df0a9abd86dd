import { isMap, own } from '../../expressions/values.ts';
import { hasErrors, problem, type ConstraintCheck, type Path, type Problem } from '../../template/index.ts';
import { checkModel, refersToResources, typeProblems } from './check-model.ts';
import { childModel, lacksValue } from './child-model.ts';
import { Places, withoutPlace, type SourceText } from './places.ts';
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
  /** Called for each stack before it is looked at; false: neither it nor any that would come after it is. */
  enter(stack: CheckedStack<Where>): boolean;
  /** What is wrong with a stack's template, put in order, or with more. */
  begin(stack: CheckedStack<Where>, found: Problem[], constraints: readonly ConstraintCheck[]): Problem[];
  /** What else is wrong with a stack whose template is right. */
  beyond(stack: CheckedStack<Where>, constraints: readonly ConstraintCheck[]): Promise<Problem[]>;
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
  const { problems, constraints } = checkModel(model, stack.strict);
  const found = check.begin(stack, given(problems), constraints);
  const isWhole = !hasErrors(found);
  found.push(...given(typeProblems(model, stack.strict, brokenIn(found))));
  if (!hasErrors(found)) found.push(...(await check.beyond(stack, constraints)));
  const broken = brokenIn(found);
  const { resources } = model.template.version.words;
  const around = { ...stack, ...(absent === undefined ? {} : { absent }) };
  const look = (name: string, resource: ModelResource): Promise<Problem[]> => {
    const inside = { resource, isWhole: isWhole && broken.size === 0, isBroken: broken.has(name), run };
    return insideOf(check, around, name, inside);
  };
  // Other clouds are asked at the same time, as each takes its own.
  const elsewhere = new Map(
    [...model.resources].flatMap(([name, resource]) =>
      resource.type.nestedAt === undefined ? [] : [[name, look(name, resource)] as const],
    ),
  );
  await Promise.all(elsewhere.values());
  for (const [name, resource] of model.resources) {
    if (run.isOver) break;
    if (resource.type.nested === undefined) continue;
    const problemsInside = (await (elsewhere.get(name) ?? look(name, resource))).map((item) => ({
      ...item,
      path: [resources, name, ...item.path],
    }));
    found.push(...places.place(problemsInside, stack.source, (item) => writtenPath(model, item.path)));
  }
  return places.place(found, stack.source);
}

/** Names of resources that something is wrong with. */
function brokenIn(found: readonly Problem[]): Set<string> {
  return new Set(found.flatMap(({ severity, path }) => (severity === 'error' ? [String(path[1])] : [])));
}

/** Where the part of a member of a group is written: in the property of the group that holds a definition. */
function writtenPath(model: StackModel, path: Path): Path {
  const { resources, resource: words } = model.template.version.words;
  const [, name, section, member, ...rest] = path;
  const raw = rawProperties(model.resources.get(String(name))!.definition);
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
  if (!(child instanceof StackModel)) {
    // Heat's validate call does not look into stacks whose template is elsewhere.
    if (!stack.strict && resource.type.urls !== undefined) return [];
    return isBroken ? [] : run.places.place(child.map(withoutPlace), source);
  }
  const inner = { ...stack, model: child, strict, where, depth: depth + 1 };
  const { source: _, ...unwritten } = inner;
  return checkTree(check, source === undefined ? unwritten : { ...unwritten, source }, run);
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
