/** The time, renewed now and then: for what ends by itself while nobody does anything. Only inside a component. */
const EVERY_MS = 5_000;

export function present(): { readonly current: number } {
  let now = $state(Date.now());
  $effect(() => {
    const timer = setInterval(() => (now = Date.now()), EVERY_MS);
    return () => clearInterval(timer);
  });
  return {
    get current() {
      return now;
    },
  };
}
