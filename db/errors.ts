/** Errors of databases as they may be written down: what failed, never the values that it was given. */

/** What a log may hold of an error. */
export interface PlainError {
  type: string;
  message: string;
  /** SQLSTATE, or the code of a connection. */
  code?: string;
  stack: string;
  cause?: PlainError;
}

/** SQLSTATE 22: the message repeats a value that the database could not read. */
const OF_VALUES = /^22/;

/**
 * An error without parameters and without the rows that PostgreSQL adds as detail. Drizzle's own message holds all parameters: the
 * statement stands in its place.
 */
export function withoutValues(error: unknown): PlainError {
  if (!(error instanceof Error))
    return { type: typeof error, message: 'something that is no error was thrown', stack: '' };
  const { query, code, cause } = error as Error & { query?: unknown; code?: unknown };
  const state = typeof code === 'string' ? code : undefined;
  const ofDrizzle = typeof query === 'string' && 'params' in error;
  const message = ofDrizzle
    ? `failed query: ${query}`
    : state !== undefined && OF_VALUES.test(state)
      ? `a value that the database could not take (${state})`
      : // A connection that was refused on several addresses has only a code.
        error.message || state || error.name;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    message,
    ...(state === undefined ? {} : { code: state }),
    stack: [`${error.name}: ${message}`, ...frames].join('\n'),
    ...(cause === undefined ? {} : { cause: withoutValues(cause) }),
  };
}

/** In one line: what failed and why. */
export function inOneLine(error: unknown): string {
  const line = ({ message, cause }: PlainError): string =>
    cause === undefined ? message : `${message}: ${line(cause)}`;
  return line(withoutValues(error));
}
