/** Every class of error that the API answers with. The docs page is made of it; a test keeps the two equal. */
export interface FaultClass {
  /** Heat's name of the class, as `error.type` shows it. */
  readonly type: string;
  /** The HTTP status it is answered with. */
  readonly status: number;
  /** What went wrong. */
  readonly when: string;
  /** What the caller can do about it. */
  readonly remedy: string;
}

const badRequest = (type: string, when: string, remedy: string): FaultClass => ({ type, status: 400, when, remedy });

const CORRECT_TEMPLATE = 'Correct the template where `error.problems` points.';
const CORRECT_PARAMETERS = 'Correct the parameters or the environment.';

/** The classes by status; their mapping is that of Heat's fault wrapper, but for those that Heat answers with 500 though a user caused them. */
export const FAULTS: readonly FaultClass[] = [
  badRequest(
    'HTTPBadRequest',
    'The request is malformed: its body, a query key or a value in it.',
    'Correct the request.',
  ),
  badRequest('AttributeError', 'A value of the request has the wrong type.', 'Send the value in the documented type.'),
  badRequest('ValueError', 'A value of the request is not among those allowed.', 'Send one of the allowed values.'),
  badRequest('Invalid', 'A value of the request is not valid.', 'Correct the value that the message names.'),
  badRequest(
    'RequestLimitExceeded',
    'The request, its template or what it would make is larger than the limits of the service.',
    'Make it smaller, split the stack, or ask the operator for a higher limit.',
  ),
  badRequest(
    'DownloadLimitExceeded',
    'What a URL or a container gave is larger than the limit.',
    'Send the contents in the request, or make them smaller.',
  ),
  badRequest('StackValidationFailed', 'The stack cannot be as asked.', CORRECT_TEMPLATE),
  badRequest('InvalidTemplateVersion', 'The template names no version that exists.', 'See `GET /template_versions`.'),
  badRequest('InvalidTemplateSection', 'The template has a section that its version does not know.', CORRECT_TEMPLATE),
  badRequest(
    'InvalidTemplateReference',
    'The template refers to a resource that it does not have.',
    'Correct the reference that the message names.',
  ),
  badRequest(
    'InvalidTemplateAttribute',
    'The template refers to an attribute that the type does not have.',
    CORRECT_TEMPLATE,
  ),
  badRequest(
    'InvalidSchemaError',
    'A parameter is declared wrongly.',
    'Correct the declaration that the message names.',
  ),
  badRequest('CircularDependencyException', 'Resources depend on each other in a circle.', 'Break the circle.'),
  badRequest('UserParameterMissing', 'A parameter without a default got no value.', CORRECT_PARAMETERS),
  badRequest(
    'UnknownUserParameter',
    'A value was given to a parameter that the template does not declare.',
    CORRECT_PARAMETERS,
  ),
  badRequest(
    'ImmutableParameterModified',
    'A parameter declared immutable was given another value.',
    CORRECT_PARAMETERS,
  ),
  badRequest('InvalidMergeStrategyForParam', 'The parameter cannot be merged in that way.', CORRECT_PARAMETERS),
  badRequest(
    'ConflictingMergeStrategyForParam',
    'Environments name different ways to merge a parameter.',
    CORRECT_PARAMETERS,
  ),
  badRequest(
    'PropertyUnspecifiedError',
    'None of several properties was given, though one is needed.',
    CORRECT_TEMPLATE,
  ),
  badRequest('ResourcePropertyConflict', 'Two properties exclude each other.', 'Give one of them only.'),
  badRequest('ResourcePropertyDependency', 'A property makes sense only with another one.', CORRECT_TEMPLATE),
  badRequest(
    'ResourcePropertyValueDependency',
    'A property makes sense only with some value of another one.',
    CORRECT_TEMPLATE,
  ),
  badRequest('InvalidExternalResourceDependency', 'A resource with `external_id` refers to others.', CORRECT_TEMPLATE),
  badRequest(
    'ResourceTypeUnavailable',
    'The cloud does not offer the service that a resource type needs.',
    'Use another cloud, or leave the resource out.',
  ),
  badRequest('ResourceActionNotSupported', 'The resource type cannot do that.', 'Ask it of a resource whose type can.'),
  badRequest('NotSupported', 'The service or the state of the stack does not allow it.', 'See the message.'),
  badRequest(
    'PhysicalResourceNameAmbiguity',
    'Several objects of the cloud have that name.',
    'Name the object by its id.',
  ),
  badRequest(
    'PhysicalResourceIDAmbiguity',
    'Several resources have that physical id.',
    'Name the resource as the template does.',
  ),
  badRequest('InvalidBreakPointHook', 'The hook does not exist or is not set.', 'See the hooks of the resource.'),
  badRequest(
    'InvalidRestrictedAction',
    'The action is restricted on that resource.',
    'Lift the restriction in the environment.',
  ),
  badRequest('MissingCredentialError', 'A credential lacks something.', 'Give what the message names.'),
  badRequest(
    'AuthorizationFailure',
    'A cloud did not accept the credential that it was shown.',
    'Correct the credential, or log in again.',
  ),
  badRequest(
    'BadRequest',
    'A service of the cloud refused a request as wrong.',
    'See the message, which is that of the service.',
  ),

  {
    type: 'HTTPUnauthorized',
    status: 401,
    when: 'The token is missing, not valid or expired.',
    remedy: 'Get a token from Keystone.',
  },

  {
    type: 'HTTPForbidden',
    status: 403,
    when: 'The token is not for the project in the URL.',
    remedy: 'Use the URL of the token’s project.',
  },
  {
    type: 'Forbidden',
    status: 403,
    when: 'A policy rule does not allow it.',
    remedy: 'Ask for the role that the rule wants.',
  },
  {
    type: 'InvalidTenant',
    status: 403,
    when: 'The stack belongs to another project.',
    remedy: 'Use a token of its project.',
  },
  {
    type: 'EgressRuleNotAllowed',
    status: 403,
    when: 'The operator does not let the service contact that address.',
    remedy: 'Use another address, or ask the operator.',
  },
  {
    type: 'OverLimit',
    status: 403,
    when: 'A quota of the cloud is used up.',
    remedy: 'Free something, or ask for a higher quota.',
  },

  { type: 'HTTPNotFound', status: 404, when: 'There is nothing at that URL.', remedy: 'Check the URL.' },
  {
    type: 'EntityNotFound',
    status: 404,
    when: 'No such stack, resource type, … in the project.',
    remedy: 'Check name, id and project.',
  },
  { type: 'NotFound', status: 404, when: 'No such output, template version, …', remedy: 'Check the name.' },
  { type: 'ResourceNotFound', status: 404, when: 'The stack has no such resource.', remedy: 'Check the name.' },
  { type: 'SnapshotNotFound', status: 404, when: 'The stack has no such snapshot.', remedy: 'Check the id.' },
  {
    type: 'ResourceNotAvailable',
    status: 404,
    when: 'The resource has no object yet, or no more.',
    remedy: 'Wait until it is made.',
  },

  {
    type: 'HTTPMethodNotAllowed',
    status: 405,
    when: 'The URL exists, but not with that method.',
    remedy: 'See the header `Allow`.',
  },

  {
    type: 'StackExists',
    status: 409,
    when: 'The project has a stack of that name.',
    remedy: 'Choose another name, or delete the stack.',
  },
  {
    type: 'CloudExists',
    status: 409,
    when: 'The project has registered a cloud of that name.',
    remedy: 'Choose another name, or replace the cloud.',
  },
  {
    type: 'ActionInProgress',
    status: 409,
    when: 'Something else is being done to the stack.',
    remedy: 'Wait until it has ended.',
  },
  {
    type: 'Conflict',
    status: 409,
    when: 'A service of the cloud refused a request because of the state of the object.',
    remedy: 'See the message, which is that of the service.',
  },

  {
    type: 'HTTPInternalServerError',
    status: 500,
    when: 'The service failed. This is never the caller’s fault.',
    remedy: 'Tell the operator the request id.',
  },

  {
    type: 'HTTPServiceUnavailable',
    status: 503,
    when: 'Keystone, the store or every engine is out of reach.',
    remedy: 'Try again later.',
  },
  {
    type: 'ClientNotAvailable',
    status: 503,
    when: 'A service of the cloud is out of reach or failed.',
    remedy: 'Try again later.',
  },
];

/** What HTTP says about a status, in the words of WebOb, which Heat puts into `title` and `explanation`. */
export interface StatusText {
  readonly title: string;
  readonly explanation: string;
}

const MALFORMED = 'The server could not comply with the request since it is either malformed or otherwise incorrect.';

/** The words for each status of {@link FAULTS}. */
export const STATUS_TEXTS: Readonly<Record<number, StatusText>> = {
  400: { title: 'Bad Request', explanation: MALFORMED },
  401: {
    title: 'Unauthorized',
    explanation:
      'This server could not verify that you are authorized to access the document you requested. Either you supplied the wrong credentials (e.g., bad password), or your browser does not understand how to supply the credentials required.',
  },
  403: { title: 'Forbidden', explanation: 'Access was denied to this resource.' },
  404: { title: 'Not Found', explanation: 'The resource could not be found.' },
  405: { title: 'Method Not Allowed', explanation: MALFORMED },
  409: { title: 'Conflict', explanation: 'There was a conflict when trying to complete your request.' },
  500: {
    title: 'Internal Server Error',
    explanation: 'The server has either erred or is incapable of performing the requested operation.',
  },
  503: {
    title: 'Service Unavailable',
    explanation: 'The server is currently unavailable. Please try again at a later time.',
  },
};
