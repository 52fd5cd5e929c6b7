/** What a notification says above a message. */
export const notices = {
  message: (who: string, place: string) => `${who} · ${place}`,
  mention: (who: string, place: string) => `${who} mentioned you · ${place}`,
  whisper: (who: string, place: string) => `${who} whispers to you · ${place}`,
  direct: (who: string, others: boolean) => (others ? `${who} wrote to you and others` : `${who} wrote to you`),
  poll: (question: string) => `Poll: ${question}`,
};
