import type { ResourceType } from './contract.ts';
import { defineResource } from './define.ts';

/** By the release that hid them: types of services that are gone, which Heat keeps so that old templates go on working. */
const GONE: Readonly<Record<string, readonly string[]>> = {
  '9.0.0': [
    'OS::Aodh::CombinationAlarm',
    'OS::Neutron::HealthMonitor',
    'OS::Neutron::LoadBalancer',
    'OS::Neutron::Pool',
    'OS::Neutron::PoolMember',
  ],
  '10.0.0': ['OS::Designate::Domain', 'OS::Designate::Record', 'OS::Heat::HARestarter'],
  '11.0.0': ['OS::Magnum::Bay'],
  '21.0.0': [
    'OS::Neutron::LBaaS::HealthMonitor',
    'OS::Neutron::LBaaS::L7Policy',
    'OS::Neutron::LBaaS::L7Rule',
    'OS::Neutron::LBaaS::Listener',
    'OS::Neutron::LBaaS::LoadBalancer',
    'OS::Neutron::LBaaS::Pool',
    'OS::Neutron::LBaaS::PoolMember',
  ],
  '22.0.0': ['OS::Glance::Image'],
  '23.0.0': [
    'OS::Sahara::Cluster',
    'OS::Sahara::ClusterTemplate',
    'OS::Sahara::DataSource',
    'OS::Sahara::ImageRegistry',
    'OS::Sahara::Job',
    'OS::Sahara::JobBinary',
    'OS::Sahara::NodeGroupTemplate',
    'OS::Senlin::Cluster',
    'OS::Senlin::Node',
    'OS::Senlin::Policy',
    'OS::Senlin::Profile',
    'OS::Senlin::Receiver',
  ],
  '25.0.0': ['OS::Monasca::AlarmDefinition', 'OS::Monasca::Notification'],
  '27.0.0': ['OS::Vitrage::Template'],
};

/** A type that takes any property and makes nothing. Heat: none_resource.py. */
const placeholder = (type: string, version: string): ResourceType =>
  defineResource({
    type,
    description: 'Nothing; stands in for a resource that there is none of any more.',
    support: { status: 'HIDDEN', version },
    open: true,
    properties: {},
    create: async (context) => ({ id: context.random.uuid() }),
  });

/** Types that can still be named in templates, and of which nothing is made. */
const defineResources = (gone: typeof GONE): ResourceType[] =>
  Object.entries(gone).flatMap(([version, types]) => types.map((type) => placeholder(type, version)));

export default defineResources(GONE);
