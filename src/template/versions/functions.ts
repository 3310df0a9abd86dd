import { base64 } from '../functions/base64.ts';
import { contains } from '../functions/contains.ts';
import type { ForbiddenFunction, FunctionTable, TemplateFunction } from '../functions/contract.ts';
import { digest } from '../functions/digest.ts';
import { equals } from '../functions/equals.ts';
import { filter } from '../functions/filter.ts';
import { findInMap } from '../functions/find-in-map.ts';
import { fnGetAtt, getAttr, getAttrOrAll, getAttrThenSelect } from '../functions/get-attr.ts';
import { getAzs } from '../functions/get-azs.ts';
import { getFile } from '../functions/get-file.ts';
import { getParam } from '../functions/get-param.ts';
import { getResource } from '../functions/get-resource.ts';
import { ifElse, ifOptional } from '../functions/if.ts';
import { listConcat, listConcatUnique } from '../functions/list-concat.ts';
import { listJoin, listJoinMultiple } from '../functions/list-join.ts';
import { and, fnNot, not, or } from '../functions/logic.ts';
import { makeUrl } from '../functions/make-url.ts';
import { mapMerge } from '../functions/map-merge.ts';
import { mapReplace } from '../functions/map-replace.ts';
import { memberListToMap } from '../functions/member-list-to-map.ts';
import { paramRef, ref } from '../functions/ref.ts';
import { repeat, repeatLists, repeatMaps } from '../functions/repeat.ts';
import { fnResourceFacade, resourceFacade } from '../functions/resource-facade.ts';
import { select } from '../functions/select.ts';
import {
  fnReplace,
  strReplace,
  strReplaceScalars,
  strReplaceStrict,
  strReplaceVstrict,
} from '../functions/str-replace.ts';
import { fnSplit, strSplit } from '../functions/str-split.ts';
import { yaql } from '../functions/yaql.ts';

type Functions = Readonly<Record<string, TemplateFunction>>;

/** What CloudFormation templates and HOT 2013-05-23 share. */
const SHARED_WITH_CFN: Functions = {
  'Fn::GetAZs': getAzs,
  Ref: ref,
  'Fn::Join': listJoin,
  'Fn::Split': fnSplit,
  'Fn::Replace': fnReplace,
  'Fn::Base64': base64,
  'Fn::MemberListToMap': memberListToMap,
  'Fn::ResourceFacade': fnResourceFacade,
};

/** HeatTemplateFormatVersion 2012-12-12. */
const CFN: Functions = { ...SHARED_WITH_CFN, 'Fn::FindInMap': findInMap, 'Fn::GetAtt': fnGetAtt, 'Fn::Select': select };

const HOT_BASE: Functions = {
  get_param: getParam,
  get_resource: getResource,
  get_attr: getAttrThenSelect,
  get_file: getFile,
  list_join: listJoin,
  resource_facade: resourceFacade,
  str_replace: strReplaceScalars,
};

/** What each HOT version adds to, or reads otherwise than, the one before. 2014-10-16 begins anew from the HOT functions. */
const HOT_2014_10_16: Functions = { ...HOT_BASE, get_attr: getAttr };
const HOT_2015_04_30: Functions = { ...HOT_2014_10_16, repeat: repeatLists, digest };
const HOT_2015_10_15: Functions = {
  ...HOT_2015_04_30,
  get_attr: getAttrOrAll,
  list_join: listJoinMultiple,
  str_replace: strReplace,
  str_split: strSplit,
};
const HOT_2016_04_08: Functions = { ...HOT_2015_10_15, map_merge: mapMerge };
const HOT_2016_10_14: Functions = { ...HOT_2016_04_08, repeat: repeatMaps, map_replace: mapReplace, yaql, if: ifElse };
const HOT_2017_02_24: Functions = { ...HOT_2016_10_14, filter, str_replace_strict: strReplaceStrict };
const HOT_2017_09_01: Functions = {
  ...HOT_2017_02_24,
  repeat,
  make_url: makeUrl,
  list_concat: listConcat,
  list_concat_unique: listConcatUnique,
  contains,
  str_replace_vstrict: strReplaceVstrict,
};
const HOT_2021_04_16: Functions = { ...HOT_2017_09_01, if: ifOptional };

const REMOVED_2014 = Object.keys(SHARED_WITH_CFN);
const REMOVED_2015 = [...REMOVED_2014, 'Fn::Select'];

const CONDITIONS_2016: Functions = { get_param: getParam, equals, not, and, or };
const CONDITIONS_2017: Functions = { ...CONDITIONS_2016, contains, yaql };

/** The functions of a version, in values and in conditions. */
export interface VersionFunctions {
  readonly values: FunctionTable;
  readonly conditions: FunctionTable;
}

/** In a condition, functions for values are known but not allowed; removed ones remain removed. */
function tables(values: Functions, removed: readonly string[], conditions: Functions): VersionFunctions {
  const gone: [string, ForbiddenFunction][] = removed.map((name) => [name, { forbidden: 'removed' }]);
  const outOfPlace: [string, ForbiddenFunction][] = Object.keys(values).map((name) => [name, { forbidden: 'context' }]);
  return {
    values: new Map<string, TemplateFunction | ForbiddenFunction>([...Object.entries(values), ...gone]),
    conditions: new Map<string, TemplateFunction | ForbiddenFunction>([
      ...outOfPlace,
      ...gone,
      ...Object.entries(conditions),
    ]),
  };
}

/** The functions of every version, by its id. Heat: hot/template.py, cfn/template.py. */
export const VERSION_FUNCTIONS: ReadonlyMap<string, VersionFunctions> = new Map([
  ['2013-05-23', tables({ ...HOT_BASE, ...SHARED_WITH_CFN, 'Fn::Select': select }, [], {})],
  ['2014-10-16', tables({ ...HOT_2014_10_16, 'Fn::Select': select }, REMOVED_2014, {})],
  ['2015-04-30', tables({ ...HOT_2015_04_30, 'Fn::Select': select }, REMOVED_2014, {})],
  ['2015-10-15', tables(HOT_2015_10_15, REMOVED_2015, {})],
  ['2016-04-08', tables(HOT_2016_04_08, REMOVED_2015, {})],
  ['2016-10-14', tables(HOT_2016_10_14, REMOVED_2015, CONDITIONS_2016)],
  ['2017-02-24', tables(HOT_2017_02_24, REMOVED_2015, CONDITIONS_2016)],
  ['2017-09-01', tables(HOT_2017_09_01, REMOVED_2015, CONDITIONS_2017)],
  ['2018-03-02', tables(HOT_2017_09_01, REMOVED_2015, CONDITIONS_2017)],
  ['2018-08-31', tables(HOT_2017_09_01, REMOVED_2015, CONDITIONS_2017)],
  ['2021-04-16', tables(HOT_2021_04_16, REMOVED_2015, CONDITIONS_2017)],
  [
    '2010-09-09',
    tables({ ...CFN, 'Fn::If': ifElse }, [], {
      'Fn::Equals': equals,
      Ref: paramRef,
      'Fn::FindInMap': findInMap,
      'Fn::Not': fnNot,
      'Fn::And': and,
      'Fn::Or': or,
    }),
  ],
  ['2012-12-12', tables(CFN, [], {})],
]);
