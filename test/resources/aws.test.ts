/** CloudFormation templates from end to end: the whole service, on a sandbox cloud. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Value, ValueMap } from '../../src/expressions/values.ts';
import type { Problem } from '../../src/template/index.ts';
import { WholeService } from '../support/engine/whole-service.ts';

const VPC = readFileSync(new URL('support/vpc.json', import.meta.url), 'utf8');
const NOTHING = {
  servers: 0,
  keypairs: 0,
  volumes: 0,
  networks: 0,
  subnets: 0,
  routers: 0,
  ports: 0,
  floatingips: 0,
  security_groups: 1,
};

const cfn = (resources: ValueMap, outputs: ValueMap = {}): ValueMap => ({
  AWSTemplateFormatVersion: '2010-09-09',
  Resources: resources,
  Outputs: Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, { Value: value }])),
});

type Input = { template: Value; environment?: Value; parameters?: ValueMap };

async function create(service: WholeService, input: Input): Promise<Record<string, unknown>> {
  await service.ask((stacks, who) => stacks.create(who, { name: 'web', ...input }));
  await service.settle();
  return outcome(service);
}

async function update(service: WholeService, input: Partial<Input>): Promise<Record<string, unknown>> {
  await service.ask((stacks, who) => stacks.update(who, { name: 'web' }, { existing: true, ...input }));
  await service.settle();
  return outcome(service);
}

async function outcome(service: WholeService): Promise<Record<string, unknown>> {
  const stack = await service.ask((stacks, who) => stacks.show(who, { name: 'web' }, { resolveOutputs: true }));
  expect(`${stack.status} ${stack.reason}`).toMatch(/^COMPLETE /);
  return Object.fromEntries(stack.outputs!.map(({ key, value }) => [key, value]));
}

async function remove(service: WholeService, crashes = new Set<number>()): Promise<void> {
  await service.ask((stacks, who) => stacks.delete(who, { name: 'web' }));
  await service.settle(crashes);
  expect(await service.inventory()).toEqual(NOTHING);
  expect(service.faults).toEqual([]);
}

/** What a template is refused for: the class and text of each problem. */
async function refusal(service: WholeService, input: Input): Promise<string[]> {
  const error: unknown = await service
    .ask((stacks, who) => stacks.create(who, { name: 'web', ...input }))
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  return (error as { problems: Problem[] }).problems.map(({ type, message }) => `${type}: ${message}`);
}

describe('a network of one’s own with a server', () => {
  it('comes to life, changes, and goes', async () => {
    const service = await WholeService.start(1);
    const outputs = await create(service, { template: VPC });
    expect(outputs).toMatchObject({ Private: '10.90.1.7', Card: '10.90.1.7', Zone: 'nova' });
    expect(outputs['Url']).toMatch(/^http:\/\/192\.0\.2\.\d+\/$/);
    expect(await service.inventory()).toEqual({
      ...NOTHING,
      servers: 1,
      volumes: 1,
      networks: 1,
      subnets: 1,
      routers: 2,
      ports: 2,
      floatingips: 1,
      security_groups: 2,
    });
    await update(service, { parameters: { InstanceType: 'm1.small' } });
    expect(await update(service, { parameters: { Public: 'no' } })).toMatchObject({ Url: null });
    expect(await service.inventory()).toMatchObject({ servers: 1, floatingips: 0 });
    await remove(service);
  });

  it.each([3, 5, 7, 11])('does so when the service dies on the way: seed %i', async (seed) => {
    const service = await WholeService.start(seed);
    await service.ask((stacks, who) => stacks.create(who, { name: 'web', template: VPC }));
    const first = service.world.steps;
    await service.settle(new Set([first + 11 * seed, first + 18 * seed]));
    await outcome(service);
    expect(await service.inventory()).toMatchObject({ servers: 1, networks: 1, routers: 2, floatingips: 1 });
    await remove(service, new Set([service.world.steps + 9 * seed]));
  });
});

it('leads an address to a server by what another resource says of it', async () => {
  const service = await WholeService.start(6);
  const template = cfn({
    Vpc: { Type: 'AWS::EC2::VPC' },
    Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/24' } },
    Server: {
      Type: 'AWS::EC2::Instance',
      Properties: { ImageId: 'cirros', InstanceType: 'm1.tiny', SubnetId: { Ref: 'Subnet' } },
    },
    Address: { Type: 'AWS::EC2::EIP' },
    Lead: {
      Type: 'AWS::EC2::EIPAssociation',
      Properties: { AllocationId: { 'Fn::GetAtt': ['Address', 'AllocationId'] }, InstanceId: { Ref: 'Server' } },
    },
  });
  await create(service, { template });
  const network = service.who.connection.service('network');
  const { floatingips } = (await service.ask(() => network.get('/floatingips'))) as { floatingips: ValueMap[] };
  expect(floatingips.map((ip) => ip['fixed_ip_address'])).toEqual([expect.stringMatching(/^10\.0\.0\./)]);
  await remove(service);
});

describe('a stack within a stack', () => {
  const url = 'http://templates.test/inner.json';
  const outer = (properties: ValueMap = {}): ValueMap =>
    cfn(
      { Inner: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: url, ...properties } } },
      { Said: { 'Fn::GetAtt': ['Inner', 'Outputs.Said'] }, Which: { Ref: 'Inner' } },
    );
  const inner = (word: string): string =>
    JSON.stringify({
      ...cfn({ Nothing: { Type: 'OS::Heat::None' } }, { Said: { 'Fn::Join': ['', [word, { Ref: 'Whom' }]] } }),
      Parameters: { Whom: { Type: 'String', Default: 'all' } },
    });
  const fetcher = (texts: Record<string, string>) => ({
    fetchUrl: (asked: string): Promise<string> =>
      Object.hasOwn(texts, asked) ? Promise.resolve(texts[asked]!) : Promise.reject(new Error('No such text.')),
  });

  it('is made of the text at its URL, and made anew of what is there later', async () => {
    const texts = { [url]: inner('hello ') };
    const service = await WholeService.start(2, fetcher(texts));
    const outputs = await create(service, { template: outer({ Parameters: { Whom: 'you' } }) });
    expect(outputs['Said']).toBe('hello you');
    expect(outputs['Which']).toMatch(/^arn:openstack:heat::.*:stacks\/web-Inner-/);
    texts[url] = inner('goodbye ');
    expect(await update(service, {})).toMatchObject({ Said: 'goodbye you' });
    await remove(service);
  });

  it('is fetched through other stacks', async () => {
    const between = 'http://templates.test/between.json';
    const texts = { [url]: inner('deep '), [between]: JSON.stringify(outer()) };
    const service = await WholeService.start(2, fetcher(texts));
    expect(await create(service, { template: outer({ TemplateURL: between }) })).toMatchObject({ Said: 'deep all' });
  });

  it('is refused where the text cannot be had, or names an output that there is none of', async () => {
    const service = await WholeService.start(2, fetcher({}));
    expect(await refusal(service, { template: outer() })).toEqual([
      `StackValidationFailed: Could not fetch remote template '${url}': No such text.`,
    ]);
    const seen = await service.ask((stacks, who) => stacks.validate(who, { template: outer() }, {}));
    expect(seen.parameters).toEqual({});
  });

  it('fetches no more than a bound', async () => {
    const service = await WholeService.start(2, { fetchUrl: async () => inner('') });
    const stacks = Array.from({ length: 101 }, (_, i): [string, Value] => [
      `S${i}`,
      { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: `${url}${i}` } },
    ]);
    expect(await refusal(service, { template: cfn(Object.fromEntries(stacks)) })).toEqual([
      'RequestLimitExceeded: More than 100 templates to fetch.',
    ]);
  });
});

describe('types that cannot be made here', () => {
  const refused = {
    Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' },
    User: { Type: 'AWS::IAM::User' },
    Policy: { Type: 'OS::Heat::AccessPolicy', Properties: { AllowedResources: ['User', 'Nobody'] } },
  };

  it('are refused before anything is made, each with what is lacking', async () => {
    const service = await WholeService.start(3);
    expect(await refusal(service, { template: cfn(refused) })).toEqual([
      'StackValidationFailed: AccessPolicy resource Nobody not in stack',
      'NotSupported: Receiving signals, which AWS::CloudFormation::WaitConditionHandle needs, is not supported.',
      'NotSupported: Making users for stacks, which AWS::IAM::User needs, is not supported.',
    ]);
  });

  it('pass where a template is only looked at', async () => {
    const service = await WholeService.start(3);
    const template = cfn({ Handle: refused.Handle, User: refused.User });
    expect((await service.ask((stacks, who) => stacks.validate(who, { template }, {}))).parameters).toEqual({});
  });

  it('still have their properties checked', async () => {
    const service = await WholeService.start(3);
    const group = {
      AvailabilityZones: ['nova'],
      MinSize: 3,
      MaxSize: 2,
      DesiredCapacity: 9,
      LaunchConfigurationName: 'c',
    };
    const balancer = {
      AvailabilityZones: ['nova'],
      Listeners: [],
      HealthCheck: { HealthyThreshold: 1, Interval: 1, Target: 't', Timeout: 5, UnhealthyThreshold: 1 },
    };
    const policy = {
      AutoScalingGroupName: 'Group',
      ScalingAdjustment: 1,
      AdjustmentType: 'ExactCapacity',
      MinAdjustmentStep: 2,
    };
    const template = cfn({
      Group: { Type: 'AWS::AutoScaling::AutoScalingGroup', Properties: group },
      Balancer: { Type: 'AWS::ElasticLoadBalancing::LoadBalancer', Properties: balancer },
      Grow: { Type: 'AWS::AutoScaling::ScalingPolicy', Properties: policy },
      Config: { Type: 'AWS::AutoScaling::LaunchConfiguration', Properties: { ImageId: 'cirros' } },
    });
    const problems = await refusal(service, { template });
    expect(problems.filter((text) => !text.startsWith('NotSupported'))).toEqual([
      'StackValidationFailed: MinSize can not be greater than MaxSize',
      'StackValidationFailed: DesiredCapacity must be between MinSize and MaxSize',
      'StackValidationFailed: Interval must be larger than Timeout',
      'ResourcePropertyValueDependency: MinAdjustmentStep property should only be specified for AdjustmentType with value PercentChangeInCapacity.',
      'StackValidationFailed: If without InstanceId, ImageId and InstanceType are required.',
    ]);
  });
});

it('refuses properties that nothing answers to', async () => {
  const service = await WholeService.start(4);
  const template = cfn({
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { InstanceTenancy: 'default', Tags: [{ Key: 'a', Value: 'b' }] } },
  });
  expect(await refusal(service, { template })).toEqual([
    'StackValidationFailed: Property error: Resources.Vpc.Properties: Property InstanceTenancy not implemented yet',
    'StackValidationFailed: Property error: Resources.Vpc.Properties.Tags: Property 0 not implemented yet',
  ]);
});

describe('old names', () => {
  it('stand for types of today, unless an environment says otherwise', async () => {
    const service = await WholeService.start(5);
    const template = cfn({ Net: { Type: 'OS::Quantum::Net' } }, { Id: { Ref: 'Net' } });
    expect((await create(service, { template }))['Id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(await service.inventory()).toMatchObject({ networks: 1 });
    await remove(service);
    await create(service, { template, environment: { resource_registry: { 'OS::Quantum::Net': 'OS::Heat::None' } } });
    expect(await service.inventory()).toEqual(NOTHING);
  });

  it('make nothing where the service is gone', async () => {
    const service = await WholeService.start(5);
    const template = cfn({
      Pool: { Type: 'OS::Neutron::LBaaS::Pool', Properties: { anything: { Ref: 'Other' } } },
      Other: { Type: 'OS::Senlin::Node' },
    });
    await create(service, { template });
    expect(await service.inventory()).toEqual(NOTHING);
  });
});
