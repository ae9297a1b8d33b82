/** Runs before any page: our policy forbids making code from text, so the checker of shapes must not even try whether it may. */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
