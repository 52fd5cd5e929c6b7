/** What a notification says above a message. */
/** A number, and how it is written. */
interface Many {
  count: number;
  text: string;
}

export const notices = {
  ordinary: (who: string, place: string) => `${who} · ${place}`,
  mention: (who: string, place: string) => `${who} mentioned you · ${place}`,
  reply: (who: string, place: string) => `${who} answered you · ${place}`,
  keyword: (who: string, word: string, place: string) => `${who} said “${word}” · ${place}`,
  whisper: (who: string, place: string) => `${who} whispers to you · ${place}`,
  direct: (who: string, others: boolean) => (others ? `${who} wrote to you and others` : `${who} wrote to you`),
  poll: (question: string) => `Poll: ${question}`,
  more: (title: string, count: string) => `${title} · ${count} new`,
  textless: 'Something new for you',
  missed: (porch: string) => `While you were away · ${porch}`,
  missedSomewhere: 'While you were away',
  digest: (messages: Many, rooms: Many, personal: Many) =>
    `${messages.count === 1 ? 'One new message' : `${messages.text} new messages`} in ${rooms.count === 1 ? 'one room' : `${rooms.text} rooms`}` +
    (personal.count === 0 ? '' : `, ${personal.count === 1 ? 'one of them' : `${personal.text} of them`} for you`),
  /** Stands in the empty field of a notification in which one answers. */
  answer: 'Answer…',
};
