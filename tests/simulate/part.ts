/** A process of its own that plays what it is handed, so that every core has work. */
import { play, type Play } from './schedule';

process.on('message', (wanted: Play) => {
  void play(wanted).then(
    (played) => process.send?.({ played }),
    (error: unknown) =>
      process.send?.({ broken: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
