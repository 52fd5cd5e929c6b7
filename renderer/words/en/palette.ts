/** The palette: where one finds a room, a person or something to do. */
export const palette = {
  find: 'Find, go, do',
  title: 'Find, go, do',
  placeholder: 'A room, a person, or what to do',
  rooms: 'Rooms',
  people: 'People',
  actions: 'Actions',
  unread: 'new',
  comeIn: 'come in',
  archived: 'put away',
  results: (count: string, one: boolean) => (one ? 'One found' : `${count} found`),
  nothing: (query: string) => `Nothing is called “${query}”.`,
  nothingHint: 'Try fewer letters. In Korean the initial consonants are enough.',
  only: { rooms: 'rooms only', people: 'people only', actions: 'actions only' },
  choose: 'choose',
  open: 'open',
  close: 'close',
};
