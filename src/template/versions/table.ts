import { VERSION_FUNCTIONS } from './functions.ts';
import type { DeletionPolicy, TemplateVersion, Vocabulary } from './version.ts';
import { CFN_WORDS, CFN_WORDS_WITH_CONDITIONS, HOT_WORDS, HOT_WORDS_WITH_CONDITIONS } from './vocabulary.ts';

const POLICIES: ReadonlyMap<string, DeletionPolicy> = new Map([
  ['Delete', 'Delete'],
  ['Retain', 'Retain'],
  ['Snapshot', 'Snapshot'],
]);
/** From 2016-10-14 lower case will do. */
const POLICIES_ANY_CASE: ReadonlyMap<string, DeletionPolicy> = new Map([
  ...POLICIES,
  ['delete', 'Delete'],
  ['retain', 'Retain'],
  ['snapshot', 'Snapshot'],
]);

const HOT_PARAMETER = ['type', 'description', 'default', 'schema', 'constraints', 'hidden', 'label', 'immutable'];
const CFN_PARAMETER = [
  'Type',
  'Default',
  'NoEcho',
  'AllowedValues',
  'AllowedPattern',
  'MaxLength',
  'MinLength',
  'MaxValue',
  'MinValue',
  'Description',
  'ConstraintDescription',
  'Label',
];

type Own = Pick<
  TemplateVersion,
  'key' | 'date' | 'aliases' | 'language' | 'words' | 'parameterKeys' | 'modulo' | 'deletionPolicies'
>;

function version(own: Own): TemplateVersion {
  const { values, conditions } = VERSION_FUNCTIONS.get(own.date)!;
  return { ...own, id: `${own.key}.${own.date}`, functions: values, conditionFunctions: conditions };
}

function hot(date: string, alias: string | undefined): TemplateVersion {
  const words: Vocabulary = date >= '2016-10-14' ? HOT_WORDS_WITH_CONDITIONS : HOT_WORDS;
  return version({
    key: 'heat_template_version',
    date,
    aliases: alias === undefined ? [] : [alias],
    language: 'hot',
    words,
    parameterKeys: date >= '2018-03-02' ? [...HOT_PARAMETER, 'tags'] : HOT_PARAMETER,
    modulo: date >= '2017-02-24',
    deletionPolicies: date >= '2016-10-14' ? POLICIES_ANY_CASE : POLICIES,
  });
}

const CFN = {
  aliases: [],
  language: 'cfn',
  parameterKeys: CFN_PARAMETER,
  modulo: false,
  deletionPolicies: POLICIES,
} as const;

/** Every version of every template language. Heat: the `heat.templates` plugins. */
export const VERSIONS: readonly TemplateVersion[] = [
  hot('2013-05-23', undefined),
  hot('2014-10-16', undefined),
  hot('2015-04-30', undefined),
  hot('2015-10-15', undefined),
  hot('2016-04-08', undefined),
  hot('2016-10-14', 'newton'),
  hot('2017-02-24', 'ocata'),
  hot('2017-09-01', 'pike'),
  hot('2018-03-02', 'queens'),
  hot('2018-08-31', 'rocky'),
  hot('2021-04-16', 'wallaby'),
  version({ ...CFN, key: 'AWSTemplateFormatVersion', date: '2010-09-09', words: CFN_WORDS_WITH_CONDITIONS }),
  version({ ...CFN, key: 'HeatTemplateFormatVersion', date: '2012-12-12', words: CFN_WORDS }),
];
