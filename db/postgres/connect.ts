/** How we speak with PostgreSQL. */
import postgres from 'postgres';

/** A pool whose 64-bit whole numbers come as JavaScript numbers. */
export type Sql = postgres.Sql<{ bigint: number }>;

/** PostgreSQL cannot keep the character 0; it becomes U+FFFD as half a surrogate pair does. */
const text = (value: unknown) => String(value).replaceAll('\0', '\ufffd');

/** A pool on the address, nothing opened yet. @param most connections at a time */
export function connectPostgres(url: string, most: number): Sql {
  return postgres(url, {
    max: most,
    connect_timeout: 10,
    onnotice: () => undefined,
    connection: { application_name: 'spoedkaart' },
    types: {
      bigint: {
        to: 20,
        from: [20],
        parse: Number,
        serialize: (value: number) => String(value),
      },
      text: { to: 25, from: [25], parse: (value: string) => value, serialize: text },
    },
  });
}
