import type { TemplateFunction } from './contract.ts';

/** `Fn::GetAZs: region`: the availability zones of the stack's cloud; the region is not looked at. */
export const getAzs: TemplateFunction = {
  description: 'A function for retrieving the availability zones.',
  result: (_args, call) => [...call.scope.zones()],
};
