import { parseEnvironment, type Registry } from '../../template/index.ts';

/**
 * Names that every stack may use for types that go by another name now. Heat: environment.d/default.yaml, whose template resources
 * are types of their own here.
 */
const ALIASES = {
  'OS::Quantum*': 'OS::Neutron*',
  'OS::Metering::Alarm': 'OS::Aodh::Alarm',
  'OS::Ceilometer::Alarm': 'OS::Aodh::Alarm',
  'OS::Ceilometer::GnocchiResourcesAlarm': 'OS::Aodh::GnocchiResourcesAlarm',
  'OS::Ceilometer::GnocchiAggregationByMetricsAlarm': 'OS::Aodh::GnocchiAggregationByMetricsAlarm',
  'OS::Ceilometer::GnocchiAggregationByResourcesAlarm': 'OS::Aodh::GnocchiAggregationByResourcesAlarm',
  'OS::Ceilometer::CombinationAlarm': 'OS::Aodh::CombinationAlarm',
};

/** What the service maps for everyone; an environment's own registry goes before it. */
export const OPERATOR_REGISTRY: Registry = parseEnvironment({ resource_registry: ALIASES }).environment.registry;
