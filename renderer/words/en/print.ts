/** A conversation on paper. */
export const print = {
  menu: 'Print…',
  title: (room: string) => `Print ${room}`,
  which: 'Which part',
  stretches: {
    held: 'What is loaded here',
    today: 'Today',
    week: 'The last 7 days',
    between: 'From one day to another',
  },
  from: 'From',
  to: 'To',
  hint: (most: string) => `At most about ${most} lines: of more, the latest. Only what you may read is printed.`,
  cancel: 'Cancel',
  print: 'Print…',
  pdf: 'Save as PDF…',
  working: 'Fetching…',
  problems: {
    days: 'The first day has to be before the last.',
    failed: 'The PDF could not be written there. Choose another place.',
  },

  printed: (who: string, when: string) => `Printed by ${who}, ${when}`,
  counted: (count: string, one: boolean) => (one ? 'One message' : `${count} messages`),
  people: (names: readonly string[]) => `Spoken here: ${names.join(', ')}`,
  cut: {
    bound: 'This is the end of a longer conversation: what came before does not fit.',
    away: 'There was no connection: what came before is missing.',
  },
  thread: (count: string, one: boolean) =>
    one ? 'one answer in its thread, not printed' : `${count} answers in its thread, not printed`,
  hole: (count: string, one: boolean) => (one ? 'One line is missing here.' : `${count} lines are missing here.`),
  nothing: 'Nothing was said in this time.',
};
