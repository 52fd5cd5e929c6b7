export const elsewhere = {
  title: 'Maru is open in another tab',
  lead: 'One tab at a time is connected, so that everything goes out once and in order.',
  advice: 'Close the other tab and Maru goes on here by itself. Or fetch it now: nothing you sent there gets lost.',
  useHere: 'Use it here',
  moving: 'The other tab puts away what it has, then Maru opens here…',
  silent: 'The other tab does not answer. Maru opens here by itself in a few seconds.',
};
