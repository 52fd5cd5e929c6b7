/** A device dials back where it is connected, and nowhere and no more often than that. */
import { expect, test } from 'vitest';
import { DialsBack } from '../../client/doctor';
import { limits, type DialOutcome } from '../../protocol';

const ASK = '00000000-0000-4000-8000-000000000001';

function device({ dial = async () => 'reached' as DialOutcome | null, url = 'https://192.168.0.12:7420/' } = {}) {
  const dialled: string[] = [];
  const said: unknown[] = [];
  const clock = { time: 1_000_000, now: () => clock.time };
  const dialsBack = new DialsBack(
    url,
    async (to) => {
      dialled.push(to);
      return dial();
    },
    clock,
    async (_name, input) => {
      said.push(input);
      return { ok: true, value: {} } as never;
    },
  );
  return { dialled, said, clock, dialsBack };
}

test('it dials the address of its own connection, and tells what became of it', async () => {
  const { dialled, said, dialsBack } = device();
  await dialsBack.asked(ASK);
  expect(dialled).toEqual(['https://192.168.0.12:7420/']);
  expect(said).toEqual([{ ask: ASK, host: '192.168.0.12:7420', outcome: 'reached' }]);
});

test('a server that asks again and again is heard once in a while', async () => {
  const { dialled, clock, dialsBack } = device();
  for (let times = 0; times < 5; times += 1) await dialsBack.asked(ASK);
  expect(dialled).toHaveLength(1);
  clock.time += limits.dialBackEvery;
  await dialsBack.asked(ASK);
  expect(dialled).toHaveLength(2);
});

test('where main does not dial, or the line goes away meanwhile, nothing is told and nothing breaks', async () => {
  const silent = device({ dial: async () => null });
  await silent.dialsBack.asked(ASK);
  expect(silent.said).toEqual([]);
  const broken = device({ dial: () => Promise.reject(new Error('gone')) });
  await expect(broken.dialsBack.asked(ASK)).resolves.toBeUndefined();
});

test('a name without a port is named with the one that its scheme has', async () => {
  const { said, dialsBack } = device({ url: 'https://porch.example/' });
  await dialsBack.asked(ASK);
  expect(said).toEqual([{ ask: ASK, host: 'porch.example:443', outcome: 'reached' }]);
});
