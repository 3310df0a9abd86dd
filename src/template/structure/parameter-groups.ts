import { str } from '../../expressions/python/text.ts';
import { isMap, own, type Value } from '../../expressions/values.ts';
import { problem, type Problem } from '../problems.ts';
import { nearest } from '../suggestions.ts';

/** Checks parameter_groups: lists of parameters, each known and in one group only. Heat: parameter_groups.py. */
export function checkParameterGroups(groups: Value, section: string, parameters: readonly string[]): Problem[] {
  if (groups === null || (isMap(groups) && Object.keys(groups).length === 0)) return [];
  const invalid = (
    message: string,
    label: string,
    path: (string | number)[],
    extra: Partial<Problem> = {},
  ): Problem => {
    return problem('StackValidationFailed', `Parameter Groups error: ${section}.${label}: ${message}`, path, extra);
  };
  if (!Array.isArray(groups)) {
    return [
      problem('StackValidationFailed', `Parameter Groups error: ${section}: The ${section} should be a list.`, [
        section,
      ]),
    ];
  }
  const problems: Problem[] = [];
  const grouped = new Set<string>();
  const known = new Set(parameters);
  groups.forEach((group, i) => {
    const path = [section, i];
    const label = str((isMap(group) ? own(group, 'label') : null) ?? '');
    const members = (isMap(group) ? own(group, 'parameters') : null) ?? null;
    if (members === null)
      problems.push(invalid('The parameters must be provided for each parameter group.', label, path));
    else if (!Array.isArray(members))
      problems.push(invalid('The parameters of parameter group should be a list.', label, [...path, 'parameters']));
    else {
      members.forEach((member, j) => {
        const at = [...path, 'parameters', j];
        const name = str(member);
        if (grouped.has(name)) {
          problems.push(invalid(`The ${name} parameter must be assigned to one parameter group only.`, label, at));
        }
        grouped.add(name);
        if (known.has(name)) return;
        const suggestion = nearest(name, parameters);
        const extra = suggestion === undefined ? {} : { suggestion };
        problems.push(invalid(`The grouped parameter ${name} does not reference a valid parameter.`, label, at, extra));
      });
    }
  });
  return problems;
}
