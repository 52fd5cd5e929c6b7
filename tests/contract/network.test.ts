/** What members may count on over the network, with real sockets on every store. */
import { afterEach, describe, expect, test } from 'vitest';
import { person, startTestServer, type StoreKind, type TestServer, type TestServerOptions } from '../support/server';

const opened: { remove(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.remove()));
});

describe.each<StoreKind>(['memory', 'sqlite'])('on %s', (store) => {
  const porch = async (options: TestServerOptions = {}): Promise<TestServer> => {
    const server = await startTestServer({ store, ...options });
    opened.push(server);
    return server;
  };

  test('Narae and Yunseo talk, and both see the same order', async () => {
    const { url } = await porch();
    const [narae, yunseo] = [await person(url, '나래'), await person(url, '윤서')];
    await Promise.all(Array.from({ length: 20 }, (_, at) => (at % 2 ? narae : yunseo).say(`${at}`)));
    await narae.talker.until(() => narae.talker.entriesOf(narae.commons).at(-1)?.seq === 23);
    await yunseo.talker.until(() => yunseo.talker.entriesOf(narae.commons).at(-1)?.seq === 23);
    const page = await narae.talker.must('read', { log: narae.commons, epoch: narae.resumed.logs[0]?.epoch, after: 3 });
    expect(page.entries).toHaveLength(20);
    expect(narae.talker.entriesOf(narae.commons).filter(({ seq }) => seq > 3)).toEqual(page.entries);
    expect(yunseo.talker.entriesOf(narae.commons)).toEqual(page.entries);
  });
});
