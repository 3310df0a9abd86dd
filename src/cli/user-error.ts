/** The command cannot do what it was asked. The message is all that its user sees. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
