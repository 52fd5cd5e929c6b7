/** How a connection is, in a word or two: for the title. */
export const status = {
  connecting: 'connecting…',
  stranger: 'not joined',
  connected: 'connected',
  reconnecting: 'trying again…',
  offline: 'offline',
};
