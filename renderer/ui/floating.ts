/**
 * How bits-ui places what floats beside its trigger. Without its lock on the page, which stayed on the body after a press
 * had opened a menu.
 */
export const floating = { preventScroll: false, strategy: 'fixed', sideOffset: 4, collisionPadding: 8 } as const;
