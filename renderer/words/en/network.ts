/** What of the network is this device's own to set. */
export const network = {
  near: 'Look for servers on this network',
  nearHint:
    'Only while the start screen is open. Without it an address or an invitation still leads in; six letters do not.',
  contacts: 'Connected to',
  nobody: 'No server right now.',
  nothingElse: 'Maru contacts the servers you step onto and nothing else: no cloud, no statistics.',
  transport: 'Way',
  transportHint: 'How a server is reached is chosen for each server, where its connection is looked into:',
  addresses: 'This computer',
  addressesHint: 'Where others reach a porch that is opened here.',
  noAddress: 'It is on no network.',
};
