/** Apart from the calls themselves: what only asks needs none of their schemas. */

/** The IPC channels behind the bridge: one for each name. */
export const channel = {
  call: (name: string): string => `call:${name}`,
  push: (name: string): string => `push:${name}`,
};
