/** The connections of one client, and what passes over them: bytes as TCP carries them, without its own heads. */
import { Agent, request, type AgentOptions, type ClientRequest, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

export interface Passed {
  requests: number;
  up: number;
  down: number;
}

/** Not in Node's types: every request comes by here, Socket.IO's own too. */
type AddRequest = (this: Agent, request: ClientRequest, options: AgentOptions) => void;
/** How Node's own agent tells a request that there is no connection for it. */
type Refusable = ClientRequest & { onSocket(socket: null, error: Error): void };
const { addRequest } = Agent.prototype as unknown as { addRequest: AddRequest };

export class Wire extends Agent {
  readonly #sockets: Socket[] = [];
  #requests = 0;
  #over = false;

  constructor() {
    super({ keepAlive: true });
  }

  override createConnection(...args: Parameters<Agent['createConnection']>): ReturnType<Agent['createConnection']> {
    const socket = super.createConnection(...args) as Socket;
    socket.setNoDelay(true);
    this.#sockets.push(socket);
    return socket;
  }

  addRequest(asked: ClientRequest, options: AgentOptions): void {
    // Socket.IO's XMLHttpRequest asks again, and again, for what was cut on a connection that had been used before.
    if (this.#over) return void (asked as Refusable).onSocket(null, new Error('this line is closed'));
    this.#requests += 1;
    addRequest.call(this, asked, options);
  }

  override destroy(): void {
    this.#over = true;
    super.destroy();
  }

  passed(): Passed {
    const sum = (pick: (socket: Socket) => number) => this.#sockets.reduce((all, socket) => all + pick(socket), 0);
    return {
      requests: this.#requests,
      up: sum(({ bytesWritten }) => bytesWritten),
      down: sum(({ bytesRead }) => bytesRead),
    };
  }

  /** @throws where it is refused, or the connection is lost */
  async ask(url: string, headers: Record<string, string>, said?: object): Promise<IncomingMessage> {
    const body = said === undefined ? undefined : JSON.stringify(said);
    const typed = body === undefined ? {} : { 'content-type': 'application/json' };
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const asked = request(url, {
        agent: this,
        method: body === undefined ? 'GET' : 'POST',
        headers: { ...headers, ...typed },
      });
      asked.once('response', resolve);
      asked.once('error', reject);
      asked.end(body);
    });
    if ((response.statusCode ?? 500) >= 300)
      throw new Error(`${url}: ${response.statusCode}, ${await textOf(response)}`);
    return response;
  }
}

export async function textOf(response: IncomingMessage): Promise<string> {
  let text = '';
  response.setEncoding('utf8');
  for await (const part of response) text += String(part);
  return text;
}
