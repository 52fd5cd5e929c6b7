/** Whole seconds until a moment. Ticks only while there is one. To be called while a component is made. */
export function countdown(until: () => number | null): { readonly seconds: number } {
  let now = $state(Date.now());
  $effect(() => {
    if (until() === null) return;
    now = Date.now();
    const timer = setInterval(() => (now = Date.now()), 250);
    return () => clearInterval(timer);
  });
  return {
    get seconds() {
      const at = until();
      return at === null ? 0 : Math.max(0, Math.ceil((at - now) / 1_000));
    },
  };
}
