// A key for one change, as the server gives one to each form. randomUUID is missing where the address has no https.
export const onceKey = () => [...crypto.getRandomValues(new Uint32Array(4))].join("-");
