/** The server cannot run as configured. The message is for the operator: it names the file, the key and what to do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
