/** Ctrl or Cmd with Shift and an arrow, on what stands in a SortableList: it goes by one place. */
export const movesByKeys =
  (move: (by: 1 | -1) => void) =>
  (event: KeyboardEvent): void => {
    const by = { ArrowUp: -1, ArrowDown: 1 } as const;
    if (!(event.ctrlKey || event.metaKey) || !event.shiftKey || event.altKey || !(event.key in by)) return;
    event.preventDefault();
    event.stopPropagation();
    move(by[event.key as keyof typeof by]);
  };
