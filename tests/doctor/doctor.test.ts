/** Why somebody cannot come in, in a house of network namespaces with real servers: the true cause, within five seconds. */
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { full } from '../security/scale';
import { scenes } from './scenes';
import { noStage, Stage } from './stage';

const why = noStage();
describe.skipIf(why)(`why somebody cannot come in${why ? ` (not run: ${why})` : ''}`, () => {
  let stage: Stage;
  beforeAll(async () => void (stage = await Stage.build()));
  afterEach(() => stage.clear());
  afterAll(() => stage.remove());

  for (const { name, always, play } of scenes) if (always || full) test(name, () => play(stage));
});
