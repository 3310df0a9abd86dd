import type { TemplateVersion } from '../versions/version.ts';
import type { GivenParameter } from './parameters.ts';

/** What pseudo parameters tell a template about its stack. */
export interface PseudoValues {
  /** The stack's id proper; where a template language wants an ARN, it is made from the three. */
  readonly stackId?: string;
  readonly stackName?: string;
  readonly projectId?: string;
  /** The region of the stack's cloud; Heat has a name for it and no value. */
  readonly region?: string;
}

/** Where CloudFormation templates believe they are. Heat: cfn/parameters.py. */
const CFN_REGION = 'ap-southeast-1';

/** The pseudo parameters of a template of this version. */
export function pseudoParameters(version: TemplateVersion, values: PseudoValues): GivenParameter[] {
  const { stackId, stackName, projectId, region } = values;
  if (version.language === 'hot') {
    return [
      pseudo('OS::stack_id', 'Stack ID', stackId ?? ''),
      pseudo('OS::project_id', 'Project ID', projectId ?? ''),
      ...(stackName ? [pseudo('OS::stack_name', 'Stack Name', stackName)] : []),
      ...(region ? [pseudo('OS::region', 'Region', region)] : []),
    ];
  }
  const arn =
    stackId === undefined ? 'None' : `arn:openstack:heat::${projectId ?? ''}:stacks/${stackName ?? ''}/${stackId}`;
  if (!stackName) return [pseudo('AWS::StackId', 'Stack ID', arn)];
  return [
    pseudo('AWS::StackId', 'Stack ID', arn),
    pseudo('AWS::StackName', 'Stack Name', stackName),
    pseudo('AWS::Region', '', CFN_REGION),
  ];
}

/** True for a name that the template language keeps for itself. */
export function isPseudo(name: string, version: TemplateVersion): boolean {
  return version.language === 'hot'
    ? ['OS::stack_id', 'OS::stack_name', 'OS::region', 'OS::project_id'].includes(name)
    : ['AWS::StackId', 'AWS::StackName', 'AWS::Region'].includes(name);
}

function pseudo(name: string, description: string, value: string): GivenParameter {
  return {
    schema: { name, type: 'string', description, default: value, hidden: false, immutable: false, constraints: [] },
    pseudo: true,
  };
}
