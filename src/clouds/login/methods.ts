import type { ValueMap } from '../../expressions/values.ts';
import type { Parameters } from './parameters.ts';
import { userOf } from './scope.ts';

/** The `password` method of Identity v3. */
export function passwordMethod(parameters: Parameters): Readonly<Record<string, ValueMap>> {
  return { password: { user: { ...userOf(parameters), password: parameters.need('password') } } };
}

/** The `totp` method of Identity v3. */
export function totpMethod(parameters: Parameters): Readonly<Record<string, ValueMap>> {
  return { totp: { user: { ...userOf(parameters), passcode: parameters.need('passcode') } } };
}

/** The `token` method of Identity v3. */
export function tokenMethod(parameters: Parameters): Readonly<Record<string, ValueMap>> {
  return { token: { id: parameters.need('token') } };
}

/** The `application_credential` method of Identity v3: by id, or by name and user. */
export function applicationCredentialMethod(parameters: Parameters): Readonly<Record<string, ValueMap>> {
  const id = parameters.text('application_credential_id');
  const name = parameters.text('application_credential_name');
  const secret = parameters.need('application_credential_secret');
  const which: ValueMap = id === undefined ? { name: name ?? '', user: userOf(parameters) ?? {} } : { id };
  return { application_credential: { ...which, secret } };
}
