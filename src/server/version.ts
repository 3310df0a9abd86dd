import description from '../../package.json' with { type: 'json' };

/** The version of the running code. */
export const VERSION: string = description.version;
