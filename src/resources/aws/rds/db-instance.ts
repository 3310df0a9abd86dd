import { defineResource } from '../../define.ts';
import { attr, list, oneOf, str } from '../../schema.ts';

const required = str({ required: true, update: true });
const optional = str({ update: true });

/** Heat builds it with a template of its own, whose server signals when the database runs. */
export default defineResource({
  type: 'AWS::RDS::DBInstance',
  description: 'A server with a database.',
  lacking: 'Receiving signals',
  properties: {
    AllocatedStorage: required,
    DBInstanceClass: required,
    DBName: required,
    DBSecurityGroups: { ...list({ update: true }), allowConversion: true },
    Engine: str({ required: true, update: true, constraints: [oneOf('MySQL')] }),
    MasterUsername: required,
    MasterUserPassword: required,
    Port: optional,
    KeyName: optional,
  },
  attributes: { 'Endpoint.Address': attr(), 'Endpoint.Port': attr() },
});
