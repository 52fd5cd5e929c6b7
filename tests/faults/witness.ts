/** Stands between client/ and its transport and writes down what the server itself says became of each entry. */
import type { Line as Dialled, LineEvents, Transport } from '../../client';
import type { Answer, CallFunction, Handshake, NetworkCalls, Output } from '../../protocol';
import type { Journal } from './journal';

export class Witness implements Transport {
  readonly #transport: Transport;
  readonly #journal: Journal;

  constructor(transport: Transport, journal: Journal) {
    this.#transport = transport;
    this.#journal = journal;
  }

  hello(url: string): ReturnType<Transport['hello']> {
    return this.#transport.hello(url);
  }

  dial(url: string, handshake: Handshake, events: LineEvents): Dialled {
    const line = this.#transport.dial(url, handshake, events);
    const call: CallFunction<NetworkCalls> = async (name, input) => {
      const answer = await line.call(name, input);
      if (name === 'append') this.#hear(answer as Answer<Output<NetworkCalls['append']>>);
      return answer;
    };
    return { call, close: () => line.close() };
  }

  #hear(answer: Answer<Output<NetworkCalls['append']>>): void {
    const results = answer.ok ? answer.value.results : [{ ok: false as const, id: null, error: answer.error }];
    for (const result of results) {
      if (result.ok) this.#journal.write({ t: 'answered', id: result.id, seq: result.seq });
      else this.#journal.write({ t: 'refused', id: result.id, code: result.error.code, kind: result.error.kind });
    }
  }
}
