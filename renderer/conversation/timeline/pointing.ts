/** Whether anybody points: a mouse that only rests where a page is drawn says nothing of what its person wants. */
let moved = false;
if (typeof window !== 'undefined')
  window.addEventListener('pointermove', () => (moved = true), { capture: true, once: true });

/** A finger has no hovering: it goes to a line by a tap. */
export const points = ({ pointerType }: PointerEvent): boolean => moved && pointerType === 'mouse';
