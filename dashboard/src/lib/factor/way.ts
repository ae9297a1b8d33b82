/** By what a second factor is set up, as the address of its page says it. */
export type Way = 'app' | 'passkey';

/** The page, with the way chosen beforehand. */
export const setUpPage = (way: Way): string => `/second-factor?way=${way}`;
/** An address that says nothing means an app: it works on every device. */
export const wayOf = (query: Pick<URLSearchParams, 'get'>): Way =>
  query.get('way') === 'passkey' ? 'passkey' : 'app';
