import type { Vocabulary } from './version.ts';

/** HOT's words before conditions (2016-10-14). */
export const HOT_WORDS: Vocabulary = {
  description: 'description',
  parameters: 'parameters',
  parameterGroups: 'parameter_groups',
  resources: 'resources',
  outputs: 'outputs',
  resource: {
    type: 'type',
    properties: 'properties',
    metadata: 'metadata',
    dependsOn: 'depends_on',
    deletionPolicy: 'deletion_policy',
    updatePolicy: 'update_policy',
    description: 'description',
  },
  output: { value: 'value', description: 'description' },
};

export const HOT_WORDS_WITH_CONDITIONS: Vocabulary = {
  ...HOT_WORDS,
  conditions: 'conditions',
  resource: { ...HOT_WORDS.resource, externalId: 'external_id', condition: 'condition' },
  output: { ...HOT_WORDS.output, condition: 'condition' },
};

/** CloudFormation's words before conditions (HeatTemplateFormatVersion). */
export const CFN_WORDS: Vocabulary = {
  description: 'Description',
  parameters: 'Parameters',
  mappings: 'Mappings',
  resources: 'Resources',
  outputs: 'Outputs',
  resource: {
    type: 'Type',
    properties: 'Properties',
    metadata: 'Metadata',
    dependsOn: 'DependsOn',
    deletionPolicy: 'DeletionPolicy',
    updatePolicy: 'UpdatePolicy',
    description: 'Description',
  },
  output: { value: 'Value', description: 'Description' },
};

export const CFN_WORDS_WITH_CONDITIONS: Vocabulary = {
  ...CFN_WORDS,
  conditions: 'Conditions',
  resource: { ...CFN_WORDS.resource, condition: 'Condition' },
  output: { ...CFN_WORDS.output, condition: 'Condition' },
};
