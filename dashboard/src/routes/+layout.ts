// A replica that lives in the browser: nothing is rendered on the server, one fallback page serves every address.
export const ssr = false;
export const prerender = false;
