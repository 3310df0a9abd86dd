import type { FunctionTable } from '../functions/contract.ts';

/** The words of a template language: HOT writes in lower case what CloudFormation capitalises. */
export interface Vocabulary {
  readonly description: string;
  readonly parameters: string;
  readonly parameterGroups?: string;
  readonly mappings?: string;
  readonly conditions?: string;
  readonly resources: string;
  readonly outputs: string;
  readonly resource: {
    readonly type: string;
    readonly properties: string;
    readonly metadata: string;
    readonly dependsOn: string;
    readonly deletionPolicy: string;
    readonly updatePolicy: string;
    readonly description: string;
    readonly externalId?: string;
    readonly condition?: string;
  };
  readonly output: { readonly value: string; readonly description: string; readonly condition?: string };
}

/** One version of a template language. */
export interface TemplateVersion {
  /** The key that names the version in a template. */
  readonly key: 'heat_template_version' | 'HeatTemplateFormatVersion' | 'AWSTemplateFormatVersion';
  /** The version in its date form. */
  readonly date: string;
  /** As `template version list` names it: `heat_template_version.2013-05-23`. */
  readonly id: string;
  readonly aliases: readonly string[];
  readonly language: 'hot' | 'cfn';
  readonly words: Vocabulary;
  readonly functions: FunctionTable;
  readonly conditionFunctions: FunctionTable;
  /** Keys that a parameter may have. */
  readonly parameterKeys: readonly string[];
  /** The constraint `modulo` is known (HOT from 2017-02-24). */
  readonly modulo: boolean;
  /** What deletion_policy may say, and what that means. */
  readonly deletionPolicies: ReadonlyMap<string, DeletionPolicy>;
}

export type DeletionPolicy = 'Delete' | 'Retain' | 'Snapshot';
